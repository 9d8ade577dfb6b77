package main

import (
	"encoding/binary"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"
)

const (
	// ticks is what the kernel counts processor time in, per second (USER_HZ, which is 100 on every Linux that Go runs on).
	ticks    = 100
	packet   = 1600
	backward = 0x8000
)

// counters are of all people together.
type counters struct {
	tracks  atomic.Int64
	packets atomic.Int64
	bytes   atomic.Int64
	lost    atomic.Int64
	asks    atomic.Int64
}

// window is what happened in a stretch of time.
type window struct {
	Seconds   float64 `json:"seconds"`
	Packets   int64   `json:"packets"`
	Bytes     int64   `json:"bytes"`
	Lost      int64   `json:"lost"`
	ServerCPU float64 `json:"server_cpu_seconds"`
	OwnCPU    float64 `json:"own_cpu_seconds"`
}

// receive counts what comes on a track, until it ends. A gap in the numbers is loss until what is missing comes late.
func (c *counters) receive(track *webrtc.TrackRemote) {
	c.tracks.Add(1)
	data := make([]byte, packet)
	var last uint16
	for first := true; ; first = false {
		size, _, err := track.Read(data)
		if err != nil || size < 12 {
			return
		}
		number := binary.BigEndian.Uint16(data[2:])
		switch ahead := number - last; {
		case first:
			last = number
		case ahead < backward:
			c.lost.Add(int64(ahead) - 1)
			last = number
		default:
			c.lost.Add(-1)
		}
		c.packets.Add(1)
		c.bytes.Add(int64(size))
	}
}

func (c *counters) over(length time.Duration, server process) window {
	began := time.Now()
	packets, bytes, lost := c.packets.Load(), c.bytes.Load(), c.lost.Load()
	spent, own := server.seconds(), process(os.Getpid()).seconds()
	time.Sleep(length)
	return window{
		Seconds:   time.Since(began).Seconds(),
		Packets:   c.packets.Load() - packets,
		Bytes:     c.bytes.Load() - bytes,
		Lost:      c.lost.Load() - lost,
		ServerCPU: server.seconds() - spent,
		OwnCPU:    process(os.Getpid()).seconds() - own,
	}
}

// process is a process id.
type process int

// seconds is the processor time of all its threads so far, of user and kernel (fields utime and stime of /proc/PID/stat).
func (p process) seconds() float64 {
	fields := p.read("stat")
	// The name of the program, in brackets, may hold anything; fields 14 and 15 are the twelfth and thirteenth behind it.
	fields = fields[strings.LastIndexByte(fields, ')')+1:]
	behind := strings.Fields(fields)
	return float64(number(behind[11])+number(behind[12])) / ticks
}

// memory is its resident set in bytes.
func (p process) memory() int64 {
	return number(strings.Fields(p.read("statm"))[1]) * int64(os.Getpagesize())
}

// read ends the program when the process is gone: no figure of a server that has died means anything.
func (p process) read(name string) string {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(int(p)) + "/" + name)
	if err != nil {
		fail(err)
	}
	return string(text)
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		fail(err)
	}
	return value
}
