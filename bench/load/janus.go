package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

const (
	answerSeconds = 20 * time.Second
	videoRoom     = "janus.plugin.videoroom"
	firstRoom     = 1000
)

// object is one JSON object of Janus's WebSocket interface.
type object = map[string]any

type janus struct {
	url      string
	wanted   shape
	counted  *counters
	stop     chan struct{}
	guard    sync.Mutex
	sessions map[[2]int]*session
	open     []*webrtc.PeerConnection
}

func newJanus(url string, wanted shape, counted *counters) *janus {
	return &janus{url: url, wanted: wanted, counted: counted, stop: make(chan struct{}), sessions: map[[2]int]*session{}}
}

func (j *janus) prepare() error {
	first, err := dial(j.url)
	if err != nil {
		return err
	}
	defer first.socket.Close()
	handle, err := first.attach()
	if err != nil {
		return err
	}
	for room := range j.wanted.rooms {
		body := object{
			"request": "create", "room": firstRoom + room, "publishers": j.wanted.publishers,
			"audiocodec": "opus", "videocodec": "vp8", "bitrate": 0,
		}
		if _, err := first.message(handle, body, nil); err != nil {
			return err
		}
	}
	return nil
}

func (j *janus) publish(room, number int) error {
	there, err := dial(j.url)
	if err != nil {
		return err
	}
	j.guard.Lock()
	j.sessions[[2]int{room, number}] = there
	j.guard.Unlock()
	handle, err := there.attach()
	if err != nil {
		return err
	}
	join := object{"request": "join", "ptype": "publisher", "room": firstRoom + room, "id": feed(number)}
	if _, err := there.message(handle, join, nil); err != nil {
		return err
	}
	return j.send(there, handle)
}

// watch opens the second connection of a publisher, with what the others send.
func (j *janus) watch(room, number int) error {
	if j.wanted.publishers == 1 {
		return nil
	}
	j.guard.Lock()
	there := j.sessions[[2]int{room, number}]
	j.guard.Unlock()
	return j.subscribe(there, room, number)
}

func (j *janus) listen(room, _ int) error {
	there, err := dial(j.url)
	if err != nil {
		return err
	}
	return j.subscribe(there, room, -1)
}

func (j *janus) leave() {
	close(j.stop)
	for _, connection := range j.open {
		_ = connection.Close()
	}
}

func feed(number int) int {
	return number + 1
}

func (j *janus) connection() (*webrtc.PeerConnection, error) {
	codecs := &webrtc.MediaEngine{}
	if err := codecs.RegisterDefaultCodecs(); err != nil {
		return nil, err
	}
	interceptors := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(codecs, interceptors); err != nil {
		return nil, err
	}
	network := webrtc.SettingEngine{}
	network.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	api := webrtc.NewAPI(webrtc.WithMediaEngine(codecs), webrtc.WithInterceptorRegistry(interceptors), webrtc.WithSettingEngine(network))
	made, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, err
	}
	j.guard.Lock()
	defer j.guard.Unlock()
	j.open = append(j.open, made)
	return made, nil
}

func (j *janus) send(there *session, handle uint64) error {
	connection, err := j.connection()
	if err != nil {
		return err
	}
	camera, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, "camera", "person")
	if err != nil {
		return err
	}
	microphone, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "microphone", "person")
	if err != nil {
		return err
	}
	source := &picture{kbps: j.wanted.kbps, fps: j.wanted.fps, counted: j.counted}
	for track, heed := range map[webrtc.TrackLocal]func(...rtcp.Packet){camera: source.heed, microphone: func(...rtcp.Packet) {}} {
		sender, err := connection.AddTrack(track)
		if err != nil {
			return err
		}
		go heedAll(sender, heed)
	}
	up := connected(connection)
	offer, err := connection.CreateOffer(nil)
	if err != nil {
		return err
	}
	said, err := gathered(connection, offer)
	if err != nil {
		return err
	}
	answer, err := there.message(handle, object{"request": "publish", "audiocodec": "opus", "videocodec": "vp8"}, &said)
	if err != nil {
		return err
	}
	if err := connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		return err
	}
	if err := up(); err != nil {
		return err
	}
	// Janus hears of it a moment later, and until then nobody can ask for this feed.
	if err := there.live(); err != nil {
		return err
	}
	go source.run(j.stop, writer(camera))
	go sound(j.stop, writer(microphone))
	return nil
}

func (j *janus) subscribe(there *session, room, own int) error {
	handle, err := there.attach()
	if err != nil {
		return err
	}
	var streams []object
	for number := range j.wanted.publishers {
		if number != own {
			streams = append(streams, object{"feed": feed(number)})
		}
	}
	join := object{"request": "join", "ptype": "subscriber", "room": firstRoom + room, "streams": streams}
	offer, err := there.message(handle, join, nil)
	if err != nil {
		return err
	}
	connection, err := j.connection()
	if err != nil {
		return err
	}
	connection.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { j.counted.receive(track) })
	if err := connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return err
	}
	up := connected(connection)
	answer, err := connection.CreateAnswer(nil)
	if err != nil {
		return err
	}
	said, err := gathered(connection, answer)
	if err != nil {
		return err
	}
	if _, err := there.message(handle, object{"request": "start", "room": firstRoom + room}, &said); err != nil {
		return err
	}
	return up()
}

func heedAll(sender *webrtc.RTPSender, heed func(...rtcp.Packet)) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		heed(packets...)
	}
}

// writer hands frames to a track. A track that has ended refuses them; then nothing arrives any more, and the figures say so.
func writer(track *webrtc.TrackLocalStaticSample) func([]byte, time.Duration) {
	return func(frame []byte, duration time.Duration) {
		_ = track.WriteSample(media.Sample{Data: frame, Duration: duration})
	}
}

// connected gives what waits until the connection stands.
func connected(connection *webrtc.PeerConnection) func() error {
	up := make(chan struct{})
	var once sync.Once
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			once.Do(func() { close(up) })
		}
	})
	return func() error {
		select {
		case <-up:
			return nil
		case <-time.After(connectTimeout):
			return fmt.Errorf("connection is %s", connection.ConnectionState())
		}
	}
}

// gathered takes the description for one's own and waits until every address is in it.
func gathered(connection *webrtc.PeerConnection, own webrtc.SessionDescription) (webrtc.SessionDescription, error) {
	all := webrtc.GatheringCompletePromise(connection)
	if err := connection.SetLocalDescription(own); err != nil {
		return own, err
	}
	<-all
	return *connection.LocalDescription(), nil
}

// session is one person's WebSocket (Janus's documentation, "WebSockets Interface").
type session struct {
	socket  *websocket.Conn
	guard   sync.Mutex
	count   int
	waiting map[string]chan answer
	id      uint64
	up      chan struct{}
	upOnce  sync.Once
}

type answer struct {
	Janus       string `json:"janus"`
	Transaction string `json:"transaction"`
	Data        struct {
		ID uint64 `json:"id"`
	} `json:"data"`
	Error struct {
		Reason string `json:"reason"`
	} `json:"error"`
	Plugin struct {
		Data struct {
			Error string `json:"error"`
		} `json:"data"`
	} `json:"plugindata"`
	Description struct {
		SDP string `json:"sdp"`
	} `json:"jsep"`
}

func dial(url string) (*session, error) {
	dialer := websocket.Dialer{Subprotocols: []string{"janus-protocol"}}
	socket, _, err := dialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	made := &session{socket: socket, waiting: map[string]chan answer{}, up: make(chan struct{})}
	go made.read()
	created, err := made.ask(object{"janus": "create"})
	made.id = created.Data.ID
	return made, err
}

func (s *session) read() {
	for {
		var came answer
		if err := s.socket.ReadJSON(&came); err != nil {
			return
		}
		// An acknowledgement only says that the answer follows.
		if came.Janus == "ack" {
			continue
		}
		if came.Janus == "webrtcup" {
			s.upOnce.Do(func() { close(s.up) })
			continue
		}
		s.guard.Lock()
		waits, known := s.waiting[came.Transaction]
		delete(s.waiting, came.Transaction)
		s.guard.Unlock()
		if known {
			waits <- came
		}
	}
}

// live waits until Janus says that the session's first connection stands.
func (s *session) live() error {
	select {
	case <-s.up:
		return nil
	case <-time.After(connectTimeout):
		return errors.New("Janus says nothing of the connection")
	}
}

// write sends a request and gives where its answer will be.
func (s *session) write(request object) (chan answer, error) {
	s.guard.Lock()
	defer s.guard.Unlock()
	s.count++
	transaction := strconv.Itoa(s.count)
	waits := make(chan answer, 1)
	s.waiting[transaction] = waits
	request["transaction"] = transaction
	if s.id != 0 {
		request["session_id"] = s.id
	}
	data, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	return waits, s.socket.WriteMessage(websocket.TextMessage, data)
}

func (s *session) ask(request object) (answer, error) {
	waits, err := s.write(request)
	if err != nil {
		return answer{}, err
	}
	select {
	case came := <-waits:
		if said := came.Error.Reason + came.Plugin.Data.Error; said != "" {
			return came, errors.New(said)
		}
		return came, nil
	case <-time.After(answerSeconds):
		return answer{}, fmt.Errorf("no answer to %v", request["janus"])
	}
}

func (s *session) attach() (uint64, error) {
	came, err := s.ask(object{"janus": "attach", "plugin": videoRoom})
	return came.Data.ID, err
}

// message gives the description that came with the answer, if one did.
func (s *session) message(handle uint64, body object, own *webrtc.SessionDescription) (string, error) {
	request := object{"janus": "message", "handle_id": handle, "body": body}
	if own != nil {
		request["jsep"] = object{"type": own.Type.String(), "sdp": own.SDP}
	}
	came, err := s.ask(request)
	if err != nil || own == nil {
		return came.Description.SDP, err
	}
	// All candidates are in the description; it is only acknowledged that no other follows.
	_, err = s.write(object{"janus": "trickle", "handle_id": handle, "candidate": object{"completed": true}})
	return came.Description.SDP, err
}
