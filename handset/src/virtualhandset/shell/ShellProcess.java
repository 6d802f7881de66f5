package virtualhandset.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A program of the phone on its own thread, seen as Java sees a process. */
final class ShellProcess extends Process {
  private static final int SIGKILL_EXIT = 137;
  private static final int SIGTERM_EXIT = 143;
  /** Process ids after the app's own, as on a phone that starts few other programs meanwhile. */
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private final long pid = ProcessHandle.current().pid() + NEXT.getAndIncrement();
  private final Pipe input = new Pipe();
  private final Pipe output = new Pipe();
  private final Pipe errors;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CompletableFuture<Process> exit = new CompletableFuture<>();
  private Thread thread;
  private int code;

  /** @param merged whether errors go to the output */
  ShellProcess(boolean merged) {
    errors = merged ? output : new Pipe();
    if (merged) {
      separateErrors = new Pipe();
      close(separateErrors.out);
    } else {
      separateErrors = errors;
    }
  }

  private final Pipe separateErrors;

  InputStream programInput() {
    return input.in;
  }

  OutputStream programOutput() {
    return output.out;
  }

  OutputStream programErrors() {
    return errors.out;
  }

  void start(Tool tool, Job job) {
    thread = new Thread(() -> finish(run(tool, job)), "program " + pid);
    thread.setDaemon(true);
    thread.start();
  }

  private static int run(Tool tool, Job job) {
    try {
      return tool.run(job);
    } catch (IOException e) {
      return SIGKILL_EXIT; // A pipe whose other end is gone ends a program.
    }
  }

  private void finish(int with) {
    synchronized (this) {
      if (ended.getCount() == 0) return;
      code = with;
      ended.countDown();
    }
    close(output.out);
    close(errors.out);
    close(input.in);
    exit.complete(this);
  }

  private static void close(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      throw new IllegalStateException("pipes close without fail", e);
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return input.out;
  }

  @Override
  public InputStream getInputStream() {
    return output.in;
  }

  @Override
  public InputStream getErrorStream() {
    return separateErrors.in;
  }

  @Override
  public int waitFor() throws InterruptedException {
    ended.await();
    return code;
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }

  @Override
  public int exitValue() {
    if (ended.getCount() > 0) throw new IllegalThreadStateException("process hasn't exited");
    return code;
  }

  @Override
  public void destroy() {
    stop(SIGTERM_EXIT);
  }

  @Override
  public Process destroyForcibly() {
    stop(SIGKILL_EXIT);
    return this;
  }

  private void stop(int with) {
    finish(with);
    if (thread != null) thread.interrupt();
  }

  @Override
  public boolean isAlive() {
    return ended.getCount() > 0;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.copy();
  }

  @Override
  public String toString() {
    return "Process[pid=" + pid + (isAlive() ? ", hasExited=false]" : ", hasExited=true, exitcode=" + code + "]");
  }
}
