package virtualhandset.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A pipe of the phone: what one end writes the other reads, a full one holds the writer up. Any thread may use either end. */
final class Pipe {
  /** Of Linux. */
  private static final int CAPACITY_BYTES = 64 * 1024;

  private final byte[] bytes = new byte[CAPACITY_BYTES];
  private int first;
  private int count;
  private boolean noWriter;
  private boolean noReader;

  final InputStream in = new Reader();
  final OutputStream out = new Writer();

  private final class Reader extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) return 0;
      synchronized (Pipe.this) {
        while (count == 0 && !noWriter) await();
        if (noReader) throw new IOException("Stream closed");
        int taken = Math.min(count, length);
        for (int i = 0; i < taken; i++) target[offset + i] = bytes[(first + i) % CAPACITY_BYTES];
        first = (first + taken) % CAPACITY_BYTES;
        count -= taken;
        Pipe.this.notifyAll();
        return taken == 0 ? -1 : taken;
      }
    }

    @Override
    public int available() {
      synchronized (Pipe.this) {
        return count;
      }
    }

    @Override
    public void close() {
      synchronized (Pipe.this) {
        noReader = true;
        noWriter = true;
        Pipe.this.notifyAll();
      }
    }
  }

  private final class Writer extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      synchronized (Pipe.this) {
        for (int done = 0; done < length; ) {
          while (count == CAPACITY_BYTES && !noReader) await();
          if (noReader) throw new IOException("write failed: EPIPE (Broken pipe)");
          if (noWriter) throw new IOException("Stream closed");
          int given = Math.min(CAPACITY_BYTES - count, length - done);
          for (int i = 0; i < given; i++) bytes[(first + count + i) % CAPACITY_BYTES] = source[offset + done + i];
          count += given;
          done += given;
          Pipe.this.notifyAll();
        }
      }
    }

    @Override
    public void close() {
      synchronized (Pipe.this) {
        noWriter = true;
        Pipe.this.notifyAll();
      }
    }
  }

  private void await() throws IOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException();
    }
  }
}
