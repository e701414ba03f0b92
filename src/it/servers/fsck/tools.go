//go:build tools

// Package servers pins fsck for the tests.
package servers

import (
	_ "github.com/transparency-dev/tessera/cmd/fsck"
)
