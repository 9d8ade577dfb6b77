// Command load is a crowd of people before a media server: some publish a picture and sound, everybody receives all of it.
//
// It prints one JSON object: how joining went, and for each window of time the packets that came and the processor time that the server
// took for them. Each person is a whole WebRTC client with its own connections; no packet is shared between two of them.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"
	"time"
)

// shape says who is there and what they send.
type shape struct {
	rooms      int
	publishers int
	listeners  int
	kbps       int
	fps        int
	encrypted  bool
	atOnce     int
}

// tracks is how many streams arrive at somebody: a picture and a sound of each publisher at everybody else in the room.
func (s shape) tracks() int {
	return s.rooms * s.publishers * (s.publishers - 1 + s.listeners) * 2
}

func (s shape) people() int {
	return s.rooms * (s.publishers + s.listeners)
}

// crowd knows one kind of server.
type crowd interface {
	// prepare makes the rooms.
	prepare() error
	// publish and listen bring in one person each; numbers count from 0 within the room.
	publish(room, number int) error
	listen(room, number int) error
	// watch is called when all publishers are in, where receiving is a step of its own.
	watch(room, number int) error
	leave()
}

type report struct {
	People        int      `json:"people"`
	Tracks        int64    `json:"tracks"`
	TracksWanted  int      `json:"tracks_wanted"`
	JoinSeconds   float64  `json:"join_seconds"`
	JoinServerCPU float64  `json:"join_server_cpu_seconds"`
	ServerBefore  int64    `json:"server_bytes_before"`
	ServerAfter   int64    `json:"server_bytes_after"`
	KeyFrameAsks  int64    `json:"key_frame_asks"`
	Windows       []window `json:"windows"`
}

func main() {
	var wanted shape
	var settle, length time.Duration
	var windows, pid int
	kind := flag.String("sfu", "livekit", "livekit or janus")
	url := flag.String("url", "", "WebSocket address of the server")
	flag.IntVar(&wanted.rooms, "rooms", 1, "rooms")
	flag.IntVar(&wanted.publishers, "publishers", 6, "people in each room who send and receive")
	flag.IntVar(&wanted.listeners, "listeners", 0, "people in each room who only receive")
	flag.IntVar(&wanted.kbps, "kbps", 120, "bits of each picture a second, in thousands")
	flag.IntVar(&wanted.fps, "fps", 15, "frames of each picture a second")
	flag.BoolVar(&wanted.encrypted, "encrypted", false, "frames are encrypted as LiveKit's clients do it")
	flag.IntVar(&wanted.atOnce, "at-once", 4, "people who join at the same time")
	flag.DurationVar(&settle, "settle", 5*time.Second, "between the last join and the first window")
	flag.DurationVar(&length, "window", 8*time.Second, "length of a window")
	flag.IntVar(&windows, "windows", 3, "windows")
	flag.IntVar(&pid, "pid", 0, "process of the server, whose time and memory are read from /proc")
	flag.Parse()

	counted := &counters{}
	there, err := newCrowd(*kind, *url, wanted, counted)
	if err != nil {
		fail(err)
	}
	out, err := measure(there, wanted, counted, process(pid), settle, length, windows)
	there.leave()
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func newCrowd(kind, url string, wanted shape, counted *counters) (crowd, error) {
	switch kind {
	case "livekit":
		key, secret := os.Getenv("LIVEKIT_API_KEY"), os.Getenv("LIVEKIT_API_SECRET")
		if key == "" || secret == "" {
			return nil, errors.New("LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not set")
		}
		return newLiveKit(url, key, secret, wanted, counted), nil
	case "janus":
		return newJanus(url, wanted, counted), nil
	}
	return nil, fmt.Errorf("-sfu is livekit or janus, not %q", kind)
}

// measure lets everybody in, waits until all tracks are there, and counts window by window.
func measure(there crowd, wanted shape, counted *counters, server process, settle, length time.Duration, windows int) (report, error) {
	out := report{People: wanted.people(), TracksWanted: wanted.tracks()}
	if err := there.prepare(); err != nil {
		return out, fmt.Errorf("rooms: %w", err)
	}
	out.ServerBefore = server.memory()
	began, spent := time.Now(), server.seconds()
	steps := []struct {
		each int
		join func(room, number int) error
	}{{wanted.publishers, there.publish}, {wanted.publishers, there.watch}, {wanted.listeners, there.listen}}
	for _, step := range steps {
		if err := parallel(wanted.rooms, step.each, wanted.atOnce, step.join); err != nil {
			return out, err
		}
	}
	for range 300 {
		if counted.tracks.Load() >= int64(wanted.tracks()) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	out.JoinSeconds, out.JoinServerCPU = time.Since(began).Seconds(), server.seconds()-spent
	if out.Tracks = counted.tracks.Load(); out.Tracks != int64(wanted.tracks()) {
		return out, fmt.Errorf("%d of %d tracks came", out.Tracks, wanted.tracks())
	}
	time.Sleep(settle)
	for range windows {
		out.Windows = append(out.Windows, counted.over(length, server))
	}
	out.ServerAfter, out.KeyFrameAsks = server.memory(), counted.asks.Load()
	return out, nil
}

// parallel calls join for each person of each room, the first people of all rooms first, and gives the first error.
func parallel(rooms, each, atOnce int, join func(room, number int) error) error {
	people := make(chan [2]int)
	failed := make(chan error, rooms*each)
	var working sync.WaitGroup
	for range atOnce {
		working.Go(func() {
			for one := range people {
				if err := join(one[0], one[1]); err != nil {
					failed <- fmt.Errorf("room %d, person %d: %w", one[0], one[1], err)
				}
			}
		})
	}
	for number := range each {
		for room := range rooms {
			people <- [2]int{room, number}
		}
	}
	close(people)
	working.Wait()
	close(failed)
	return <-failed
}
