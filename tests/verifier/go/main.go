// Holds an unpacked export against Go's own code for transparency logs, which guards the modules of that language:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go FOLDER KEY
//
// Opens the signed checkpoint with the key, reads the tiles (or the proof files of a part of the log), proves every leaf
// against the signed root, and every earlier checkpoint of the export as a beginning of the log. Prints what agrees; exit
// code 0 where all of it does, 1 where something does not.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: main FOLDER KEY")
		os.Exit(2)
	}
	if err := check(filepath.Join(os.Args[1], "data"), os.Args[2]); err != nil {
		fmt.Println("DISAGREES ", err)
		os.Exit(1)
	}
}

func check(data, key string) error {
	tree, err := checkpoint(filepath.Join(data, "checkpoint"), key)
	if err != nil {
		return err
	}
	fmt.Printf("agrees  note: the checkpoint of %d leaves\n", tree.N)
	lines, err := os.ReadFile(filepath.Join(data, "leaves.jsonl"))
	if err != nil {
		return err
	}
	leaves := bytes.Split(bytes.TrimSuffix(lines, []byte("\n")), []byte("\n"))
	if _, err := os.Stat(filepath.Join(data, "tile")); err != nil {
		return proofs(data, tree, leaves)
	}
	if int64(len(leaves)) != tree.N {
		return fmt.Errorf("tlog: %d leaves are there, %d were signed", len(leaves), tree.N)
	}
	tiles := tlog.TileHashReader(tree, folder(data))
	for index, leaf := range leaves {
		proof, err := tlog.ProveRecord(tree.N, int64(index), tiles)
		if err != nil {
			return fmt.Errorf("tlog: the tiles: %w", err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), tlog.RecordHash(leaf)); err != nil {
			return fmt.Errorf("tlog: leaf %d: %w", index, err)
		}
	}
	fmt.Printf("agrees  tlog: every one of %d leaves, by the tiles\n", len(leaves))
	return earlier(data, key, tree, tiles)
}

// earlier proves each earlier checkpoint of the export to be a beginning of the log.
func earlier(data, key string, tree tlog.Tree, tiles tlog.HashReader) error {
	notes, err := filepath.Glob(filepath.Join(data, "checkpoints", "*"))
	if err != nil {
		return err
	}
	for _, name := range notes {
		old, err := checkpoint(name, key)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, old.N, tiles)
		if err != nil {
			return fmt.Errorf("tlog: the tiles: %w", err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
			return fmt.Errorf("tlog: the checkpoint of %d leaves: %w", old.N, err)
		}
	}
	fmt.Printf("agrees  tlog: the log has grown from each of %d earlier checkpoints\n", len(notes))
	return nil
}

// proofs checks the leaves of a part of the log, each by its proof file (C2SP tlog-proof).
func proofs(data string, tree tlog.Tree, leaves [][]byte) error {
	found := 0
	for index := int64(0); index < tree.N && found < len(leaves); index++ {
		text, err := os.ReadFile(filepath.Join(data, "proofs", fmt.Sprintf("%d.tlog-proof", index)))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		head, _, _ := strings.Cut(string(text), "\n\n")
		var proof tlog.RecordProof
		place := int64(-1)
		for number, line := range strings.Split(head, "\n") {
			switch {
			case number == 0 || strings.HasPrefix(line, "extra "):
			case strings.HasPrefix(line, "index "):
				if place, err = strconv.ParseInt(strings.TrimPrefix(line, "index "), 10, 64); err != nil {
					return err
				}
			default:
				hash, err := tlog.ParseHash(line)
				if err != nil {
					return err
				}
				proof = append(proof, hash)
			}
		}
		if place != index {
			return fmt.Errorf("tlog: the proof of leaf %d is one of leaf %d", index, place)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaves[found])); err != nil {
			return fmt.Errorf("tlog: leaf %d: %w", index, err)
		}
		found++
	}
	if found != len(leaves) {
		return fmt.Errorf("tlog: %d leaves, and %d proofs", len(leaves), found)
	}
	fmt.Printf("agrees  tlog: every one of %d leaves, by its proof\n", found)
	return nil
}

// checkpoint reads a signed note and its first three lines: the name of the log, its size, its root.
func checkpoint(name, key string) (tlog.Tree, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return tlog.Tree{}, err
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("note: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("note: not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, fmt.Errorf("note: `%s` is no root", lines[2])
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// folder reads tiles as C2SP tlog-tiles names them: without the height, which is always 8.
type folder string

func (folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		name := filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		bytes, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if len(bytes) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", name, len(bytes))
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}
