// Command kube-apiserver is one process that holds a real kube-apiserver and
// the etcd it stores into, for tests on a developer's machine: no container
// engine, no cluster, nothing to install besides Go.
//
// Usage: kube-apiserver [flags of ours] -- [flags of kube-apiserver]
//
// etcd listens on a free loopback port that it picks itself, so
// --etcd-servers must not be given.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"syscall"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	// The two imports below register metrics that the official binary also serves.
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

const (
	etcdStartTimeout = time.Minute
	// How long the end of our standard input may take to end the process
	// before it is ended the hard way.
	stopGrace = 10 * time.Second
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "kube-apiserver:", err)
		code = 1
	}
	os.Exit(code)
}

func run(args []string) (int, error) {
	flags := flag.NewFlagSet("kube-apiserver", flag.ContinueOnError)
	dataDir := flags.String("etcd-data-dir", "", "folder of etcd's data (required)")
	followStdin := flags.Bool("stop-with-stdin", false,
		"stop when standard input ends: a parent that keeps a pipe open leaves no orphan behind, even when it crashes")
	if err := flags.Parse(args); err != nil {
		return 2, err
	}
	if *dataDir == "" {
		return 2, errors.New("--etcd-data-dir is required")
	}

	etcd, err := startEtcd(*dataDir)
	if err != nil {
		return 1, fmt.Errorf("etcd in %s: %w", *dataDir, err)
	}
	defer etcd.Close()
	if *followStdin {
		go stopWithStdin()
	}

	command := app.NewAPIServerCommand()
	command.SetArgs(append(flags.Args(), "--etcd-servers=http://"+etcd.Clients[0].Addr().String()))
	// Returns after SIGTERM or SIGINT, when the last request is answered.
	return cli.Run(command), nil
}

func startEtcd(dataDir string) (*embed.Etcd, error) {
	anyPort := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config := embed.NewConfig()
	config.Dir = dataDir
	// What fails at the start is returned; at the end it complains of its own end.
	config.LogLevel = "panic"
	config.ListenClientUrls, config.AdvertiseClientUrls = anyPort, anyPort
	config.ListenPeerUrls, config.AdvertisePeerUrls = anyPort, anyPort
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.EnableGRPCGateway = false
	// The data of a test need not survive a power cut.
	config.UnsafeNoFsync = true

	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-etcd.Server.ReadyNotify():
		return etcd, nil
	case err := <-etcd.Err():
		etcd.Close()
		return nil, err
	case <-time.After(etcdStartTimeout):
		etcd.Close()
		return nil, fmt.Errorf("not ready after %s", etcdStartTimeout)
	}
}

func stopWithStdin() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
	time.Sleep(stopGrace)
	os.Exit(1)
}
