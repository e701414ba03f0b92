//go:build tools

// Package servers pins etcd for the tests.
package servers

import (
	_ "go.etcd.io/etcd/server/v3"
)
