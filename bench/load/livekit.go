package main

import (
	"context"
	"crypto/cipher"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/livekit/server-sdk-go/v2/e2ee"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

const (
	connectTimeout = 30 * time.Second
	tokenLife      = time.Hour
	leaveSeconds   = 10 * time.Second
	keyIndex       = 7
	// What stays in clear of a VP8 frame, so that a server can forward it by layer (LiveKit's frame cryptor).
	clearOfKeyFrame = 10
	clearOfFrame    = 3
)

type liveKit struct {
	url, key, secret string
	wanted           shape
	counted          *counters
	stop             chan struct{}
	guard            sync.Mutex
	inside           []*lksdk.Room
}

func newLiveKit(url, key, secret string, wanted shape, counted *counters) *liveKit {
	lksdk.SetLogger(logger.GetDiscardLogger())
	return &liveKit{url: url, key: key, secret: secret, wanted: wanted, counted: counted, stop: make(chan struct{})}
}

func name(room int) string {
	return fmt.Sprintf("load-%d", room)
}

// prepare makes the rooms: our engine makes none by itself.
func (l *liveKit) prepare() error {
	rooms := lksdk.NewRoomServiceClient(strings.Replace(l.url, "ws", "http", 1), l.key, l.secret)
	for room := range l.wanted.rooms {
		request := &livekit.CreateRoomRequest{Name: name(room), MaxParticipants: uint32(l.wanted.people())}
		if _, err := rooms.CreateRoom(context.Background(), request); err != nil {
			return err
		}
	}
	return nil
}

func (l *liveKit) publish(room, number int) error {
	identity := fmt.Sprintf("publisher-%d", number)
	there, err := l.join(room, identity)
	if err != nil {
		return err
	}
	if err := l.camera(there, identity); err != nil {
		return err
	}
	return l.microphone(there, identity)
}

func (l *liveKit) listen(room, number int) error {
	_, err := l.join(room, fmt.Sprintf("listener-%d", number))
	return err
}

// watch has nothing to do: LiveKit subscribes everybody to everything.
func (l *liveKit) watch(int, int) error { return nil }

func (l *liveKit) leave() {
	close(l.stop)
	gone := make(chan struct{})
	go func() {
		var leaving sync.WaitGroup
		for _, room := range l.inside {
			leaving.Go(room.Disconnect)
		}
		leaving.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(leaveSeconds):
	}
}

func (l *liveKit) join(room int, identity string) (*lksdk.Room, error) {
	grant := &auth.VideoGrant{RoomJoin: true, Room: name(room)}
	token, err := auth.NewAccessToken(l.key, l.secret).SetIdentity(identity).SetVideoGrant(grant).SetValidFor(tokenLife).ToJWT()
	if err != nil {
		return nil, err
	}
	heard := lksdk.NewRoomCallback()
	heard.OnTrackSubscribed = func(track *webrtc.TrackRemote, _ *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
		go l.counted.receive(track)
	}
	there := lksdk.NewRoom(heard)
	options := []lksdk.ConnectOption{
		lksdk.WithDisableRegionDiscovery(), lksdk.WithDisableTURN(), lksdk.WithConnectTimeout(connectTimeout),
	}
	if err := there.JoinWithToken(l.url, token, options...); err != nil {
		return nil, err
	}
	l.guard.Lock()
	defer l.guard.Unlock()
	l.inside = append(l.inside, there)
	return there, nil
}

func (l *liveKit) camera(there *lksdk.Room, identity string) error {
	source := &picture{kbps: l.wanted.kbps, fps: l.wanted.fps, counted: l.counted}
	options, err := l.cipher(identity, encryptPicture)
	if err != nil {
		return err
	}
	options = append(options, lksdk.WithRTCPHandler(func(one rtcp.Packet) { source.heed(one) }))
	kind := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}
	track, err := lksdk.NewLocalTrack(kind, options...)
	if err != nil {
		return err
	}
	said := &lksdk.TrackPublicationOptions{
		Name: "camera", Source: livekit.TrackSource_CAMERA, VideoWidth: 320, VideoHeight: 180, Encryption: l.encryption(),
	}
	if _, err := there.LocalParticipant.PublishTrack(track, said); err != nil {
		return err
	}
	go source.run(l.stop, l.writer(track))
	return nil
}

func (l *liveKit) microphone(there *lksdk.Room, identity string) error {
	options, err := l.cipher(identity, lksdk.EncryptGCMAudioSampleCustomCipher)
	if err != nil {
		return err
	}
	kind := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	track, err := lksdk.NewLocalTrack(kind, options...)
	if err != nil {
		return err
	}
	said := &lksdk.TrackPublicationOptions{
		Name: "microphone", Source: livekit.TrackSource_MICROPHONE, DisableDTX: true, Encryption: l.encryption(),
	}
	if _, err := there.LocalParticipant.PublishTrack(track, said); err != nil {
		return err
	}
	go sound(l.stop, l.writer(track))
	return nil
}

// writer hands frames to a track. A track that has ended refuses them; then nothing arrives any more, and the figures say so.
func (l *liveKit) writer(track *lksdk.LocalTrack) func([]byte, time.Duration) {
	return func(frame []byte, duration time.Duration) {
		_ = track.WriteSample(media.Sample{Data: frame, Duration: duration}, nil)
	}
}

func (l *liveKit) encryption() livekit.Encryption_Type {
	if l.wanted.encrypted {
		return livekit.Encryption_GCM
	}
	return livekit.Encryption_NONE
}

// cipher gives each track its publisher's own key, or none.
func (l *liveKit) cipher(identity string, encrypt func([]byte, uint8, cipher.Block) ([]byte, error)) ([]lksdk.LocalTrackOptions, error) {
	if !l.wanted.encrypted {
		return nil, nil
	}
	key, err := lksdk.DeriveKeyFromBytes(noisy(32))
	if err != nil {
		return nil, err
	}
	keys := e2ee.NewExternalKeyProvider()
	if err := keys.SetRawKey(key, keyIndex); err != nil {
		return nil, fmt.Errorf("%s: %w", identity, err)
	}
	encryptor, err := e2ee.NewGCMFrameEncryptor(keys, encrypt)
	if err != nil {
		return nil, err
	}
	return []lksdk.LocalTrackOptions{lksdk.WithFrameEncryptor(encryptor)}, nil
}

// encryptPicture makes of a frame of VP8 what LiveKit's browsers make of it: head in clear, ciphertext, IV, length of the IV, key index.
func encryptPicture(frame []byte, index uint8, block cipher.Block) ([]byte, error) {
	head := clearOfFrame
	if frame[0]&1 == 0 {
		head = clearOfKeyFrame
	}
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	iv := noisy(sealer.NonceSize())
	out := append([]byte(nil), frame[:head]...)
	out = sealer.Seal(out, iv, frame[head:], frame[:head])
	out = append(out, iv...)
	return append(out, byte(len(iv)), index), nil
}
