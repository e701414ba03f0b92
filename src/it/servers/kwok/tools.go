//go:build tools

// Package servers pins kwok for the tests.
package servers

import (
	_ "sigs.k8s.io/kwok/cmd/kwok"
)
