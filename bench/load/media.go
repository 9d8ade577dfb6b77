package main

import (
	"crypto/rand"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
)

const (
	soundEvery = 20 * time.Millisecond
	soundBytes = 60
	// A key frame is so many times as long as another one, and at most one a second is made, as cameras do.
	keyFrameTimes = 4
	keyFramePause = time.Second
)

// A key frame of VP8 begins with ten bytes that are never encrypted (RFC 7741 section 4.3 and RFC 6386 section 9.1): 320 by 180 here.
var keyFrameHead = []byte{0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00}

// picture is one camera: frames of the length that the bit rate asks for, with noise in them, as ciphertext looks.
type picture struct {
	kbps, fps int
	counted   *counters
	asked     atomic.Bool
}

// heed takes what receivers ask for.
func (p *picture) heed(packets ...rtcp.Packet) {
	for _, one := range packets {
		switch one.(type) {
		case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
			p.asked.Store(true)
			p.counted.asks.Add(1)
		}
	}
}

// run hands out frames until stop is closed.
func (p *picture) run(stop <-chan struct{}, write func(frame []byte, duration time.Duration)) {
	every := time.Second / time.Duration(p.fps)
	size := p.kbps * 1000 / 8 / p.fps
	noise := noisy(size * keyFrameTimes)
	p.asked.Store(true)
	var last time.Time
	tick(stop, every, func(now time.Time) {
		frame := make([]byte, size)
		key := now.Sub(last) > keyFramePause && p.asked.Swap(false)
		if key {
			frame, last = make([]byte, size*keyFrameTimes), now
		}
		copy(frame, noise)
		if key {
			copy(frame, keyFrameHead)
		} else {
			frame[0] = 0x11
		}
		write(frame, every)
	})
}

// sound hands out what an Opus encoder makes of speech at 24 kbit/s.
func sound(stop <-chan struct{}, write func(frame []byte, duration time.Duration)) {
	noise := noisy(soundBytes)
	noise[0] = 0x78
	tick(stop, soundEvery, func(time.Time) {
		write(append([]byte(nil), noise...), soundEvery)
	})
}

func tick(stop <-chan struct{}, every time.Duration, do func(now time.Time)) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case now := <-ticker.C:
			do(now)
		}
	}
}

func noisy(size int) []byte {
	out := make([]byte, size)
	// crypto/rand.Read never fails (its documentation, since Go 1.24).
	rand.Read(out)
	return out
}
