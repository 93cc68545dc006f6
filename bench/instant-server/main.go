// Answers every POST and DELETE with 202 as soon as its body is read. GET answers with how many there were. The first line of the
// output is its address.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	var requests int64
	panic(http.Serve(listener, http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		if request.Method == "GET" {
			fmt.Fprintf(response, "%d", atomic.LoadInt64(&requests))
			return
		}
		io.Copy(io.Discard, request.Body)
		atomic.AddInt64(&requests, 1)
		response.Header().Set("Content-Type", "application/json")
		response.WriteHeader(http.StatusAccepted)
		io.WriteString(response, `{"result":"Queued"}`)
	})))
}
