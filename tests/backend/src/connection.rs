//! Connections that can be cut: after so many bytes of the answer, or before the first.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// How many bytes may still be sent on a connection.
#[derive(Clone)]
pub struct Allowance(Arc<AtomicUsize>);

impl Allowance {
    /// The connection breaks once this many more bytes were sent.
    pub fn cut_after(&self, bytes: usize) {
        self.0.store(bytes, Relaxed);
    }
}

impl Connected<IncomingStream<'_, Doors>> for Allowance {
    fn connect_info(stream: IncomingStream<'_, Doors>) -> Self {
        stream.io().allowance.clone()
    }
}

/// Accepts connections.
pub struct Doors(pub TcpListener);

impl Listener for Doors {
    type Io = Cuttable;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Cuttable, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small answers must not wait for the reader's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let allowance = Allowance(Arc::new(AtomicUsize::new(usize::MAX)));
        (Cuttable { stream, allowance }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

/// A connection with its allowance.
pub struct Cuttable {
    stream: TcpStream,
    allowance: Allowance,
}

impl AsyncRead for Cuttable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        buffer: &mut ReadBuf,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Cuttable {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let left = self.allowance.0.load(Relaxed);
        if left == 0 {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, &bytes[..bytes.len().min(left)]);
        if let Poll::Ready(Ok(count)) = written
            && left != usize::MAX
        {
            self.allowance.cut_after(left - count);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
