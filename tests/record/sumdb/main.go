// Command sumdb reads a log with Go's own note and tlog, unchanged, and checks what our programs say of it.
//
// Standard input is a JSON question; what is wrong goes to standard error, with status 1.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
	// Leaf hashes that are asked for at once.
	stretch = 64 * width
)

type question struct {
	Key        string      `json:"key"`
	Folder     string      `json:"folder"`
	Inclusions []inclusion `json:"inclusions"`
	Steps      []step      `json:"steps"`
}

// An inclusion is a path that we made, from a leaf to the root of the checkpoint.
type inclusion struct {
	Index int64       `json:"index"`
	Path  []tlog.Hash `json:"path"`
}

// A step is a proof that we made, from an older root to that of the checkpoint.
type step struct {
	Old  int64       `json:"old"`
	Root tlog.Hash   `json:"root"`
	Path []tlog.Hash `json:"path"`
}

type answer struct {
	Origin  string  `json:"origin"`
	Size    int64   `json:"size"`
	Root    string  `json:"root"`
	Entries int64   `json:"entries"`
	Seconds float64 `json:"seconds"`
}

// Files gives tlog the tiles of a folder that is laid out as C2SP tlog-tiles says.
type files struct {
	folder string
}

func (f files) Height() int { return height }

func (f files) SaveTiles([]tlog.Tile, [][]byte) {}

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		// Go's own paths name the height, and these do not.
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		data, err := os.ReadFile(filepath.Join(f.folder, path))
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}

func main() {
	found, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		panic(err)
	}
}

func run() (*answer, error) {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return nil, err
	}
	begin := time.Now()
	origin, tree, err := open(asked)
	if err != nil {
		return nil, err
	}
	reader := tlog.TileHashReader(tree, files{asked.Folder})
	entries, err := compare(asked.Folder, tree, reader)
	if err != nil {
		return nil, err
	}
	for _, one := range asked.Inclusions {
		if err := include(tree, reader, one); err != nil {
			return nil, fmt.Errorf("entry %d: %w", one.Index, err)
		}
	}
	for _, one := range asked.Steps {
		if err := advance(tree, reader, one); err != nil {
			return nil, fmt.Errorf("from %d: %w", one.Old, err)
		}
	}
	root := base64.StdEncoding.EncodeToString(tree.Hash[:])
	return &answer{origin, tree.N, root, entries, time.Since(begin).Seconds()}, nil
}

// Open reads the checkpoint, whose lines tlog leaves to its caller.
func open(asked question) (string, tlog.Tree, error) {
	data, err := os.ReadFile(filepath.Join(asked.Folder, "checkpoint"))
	if err != nil {
		return "", tlog.Tree{}, err
	}
	verifier, err := note.NewVerifier(asked.Key)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	signed, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return "", tlog.Tree{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return "", tlog.Tree{}, fmt.Errorf("checkpoint of %d lines, of %q", len(lines), lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: root}, err
}

// Compare hashes every entry, looks for the hash in the tiles, and builds the tree anew.
//
// The last matters: TileHashReader does not look at the parents of the first tiles when several of the hashes that it
// needs for the root stand in one tile, so that by itself it would let some changed tiles pass.
func compare(folder string, tree tlog.Tree, reader tlog.HashReader) (int64, error) {
	size, count := tree.N, int64(0)
	var stored []tlog.Hash
	own := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	for start := int64(0); start < size; start += stretch {
		end := min(start+stretch, size)
		indexes := make([]int64, 0, end-start)
		for n := start; n < end; n++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, n))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return 0, err
		}
		for first := start; first < end; first += width {
			entries, err := bundle(folder, first/width, min(width, size-first))
			if err != nil {
				return 0, err
			}
			for i, entry := range entries {
				n := first + int64(i)
				if tlog.RecordHash(entry) != hashes[n-start] {
					return 0, fmt.Errorf("entry %d is not what the tiles hold", n)
				}
				more, err := tlog.StoredHashes(n, entry, own)
				if err != nil {
					return 0, err
				}
				stored = append(stored, more...)
				count++
			}
		}
	}
	root, err := tlog.TreeHash(size, own)
	if err != nil {
		return 0, err
	}
	if root != tree.Hash {
		return 0, fmt.Errorf("the entries give another root: %v", root)
	}
	return count, nil
}

func bundle(folder string, place, count int64) ([][]byte, error) {
	tile := tlog.Tile{H: height, L: -1, N: place, W: int(count)}
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(folder, path))
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, 0, count)
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("%s ends within an entry", path)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if int64(len(entries)) != count {
		return nil, fmt.Errorf("%s holds %d entries", path, len(entries))
	}
	return entries, nil
}

// Include checks our path, and that tlog's own is the same.
func include(tree tlog.Tree, reader tlog.HashReader, one inclusion) error {
	hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, one.Index)})
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(one.Path, tree.N, tree.Hash, one.Index, hashes[0]); err != nil {
		return err
	}
	own, err := tlog.ProveRecord(tree.N, one.Index, reader)
	if err != nil {
		return err
	}
	return same(own, one.Path)
}

// Advance checks our proof, and that tlog's own is the same.
func advance(tree tlog.Tree, reader tlog.HashReader, one step) error {
	if err := tlog.CheckTree(one.Path, tree.N, tree.Hash, one.Old, one.Root); err != nil {
		return err
	}
	own, err := tlog.ProveTree(tree.N, one.Old, reader)
	if err != nil {
		return err
	}
	return same(own, one.Path)
}

func same(own, given []tlog.Hash) error {
	if len(own) != len(given) {
		return fmt.Errorf("%d steps, where tlog has %d", len(given), len(own))
	}
	for i := range own {
		if own[i] != given[i] {
			return fmt.Errorf("step %d is not tlog's", i)
		}
	}
	return nil
}
