package com.example.hammer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Calls one member from several threads until it is killed, and keeps count where a SIGKILL cannot reach it. */
public final class Hammer {
  /** Longs of one thread in the file, a cache line apart: calls begun, calls done. */
  static final int STRIDE = 16;

  private Hammer() {}

  /** The member that is hooked. */
  public static String read(String key) {
    return "value of " + key;
  }

  /** Arguments: file of the counts, threads, seed, calls of each thread (0 without end). */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    long calls = Long.parseLong(args[3]);
    LongBuffer counts;
    try (RandomAccessFile file = new RandomAccessFile(args[0], "rw")) {
      file.setLength((long) threads * STRIDE * Long.BYTES);
      counts = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, file.length())
          .order(java.nio.ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }
    System.out.println("ready");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    in.readLine();
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      int at = i * STRIDE;
      Random random = new Random(seed + i);
      all[i] = new Thread(() -> run(counts, at, random, calls), "hammer-" + i);
      all[i].start();
    }
    for (int i = 0; calls > 0 && i < threads; i++) {
      all[i].join();
    }
    System.out.println("done");
    // Answers as long as it lives.
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      end(line);
      System.out.println("alive " + line);
    }
  }

  /** Ends the process the way the line says; any other line ends nothing. */
  private static void end(String how) {
    switch (how) {
      case "exit":
        // The last words of an app, which are reads like any other.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> read("key0")));
        System.exit(3);
        break;
      case "halt":
        Runtime.getRuntime().halt(3);
        break;
      case "killProcess":
        android.os.Process.killProcess(android.os.Process.myPid());
        break;
      default:
        break;
    }
  }

  private static void run(LongBuffer counts, int at, Random random, long calls) {
    long n = 0;
    while (calls == 0 || n < calls) {
      int burst = 1 + random.nextInt(400);
      for (int i = 0; i < burst && (calls == 0 || n < calls); i++) {
        counts.put(at, ++n);
        String value = read((n & 3) == 0 ? "other" : "key" + (n % 7));
        if (value.isEmpty()) {
          throw new AssertionError();
        }
        counts.put(at + 1, n);
      }
      if (calls == 0) {
        LockSupport.parkNanos(random.nextInt(3_000_000));
      }
    }
  }
}
