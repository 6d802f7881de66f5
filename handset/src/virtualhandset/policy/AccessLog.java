package virtualhandset.policy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The phone's own record of protected calls, like Android's privacy dashboard: JSON lines {@code {t, api, permission,
 * allowed}} with {@code t} in microseconds of {@link System#nanoTime()}. Writing never holds up the caller: what does
 * not fit the queue is counted in a {@code {"dropped": n}} line.
 */
final class AccessLog {
  private static final int QUEUE_LINES = 65_536;

  private final ArrayBlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
  private final AtomicLong dropped = new AtomicLong();

  AccessLog(Path file) throws IOException {
    BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Thread writer = new Thread(() -> write(out), "access-log");
    writer.setDaemon(true);
    writer.start();
  }

  /** {@code api} and {@code permission} are names out of the policy file, so they need no escaping. */
  void add(String api, String permission, boolean allowed) {
    long t = System.nanoTime() / 1000;
    String line = "{\"t\":" + t + ",\"api\":\"" + api + "\",\"permission\":\"" + permission + "\",\"allowed\":" + allowed + "}";
    if (!queue.offer(line)) dropped.incrementAndGet();
  }

  private void write(BufferedWriter out) {
    try {
      while (true) {
        for (String line = queue.take(); line != null; line = queue.poll()) {
          out.write(line);
          out.newLine();
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          out.write("{\"dropped\":" + lost + "}");
          out.newLine();
        }
        out.flush();
      }
    } catch (IOException e) {
      System.err.println("access log: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
