package com.example.target;

import android.app.Application;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.ContentResolver;
import android.content.Context;
import android.content.Intent;
import android.database.Cursor;
import android.location.LocationManager;
import android.net.Uri;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;

/** Does what the test says, one line at a time, and answers with one line. Plays the app. */
public final class Commands {
  public static volatile boolean lateStarted;
  private static Application app;
  private static final Doors DOORS = new Doors();

  private Commands() {}

  public static void main() throws Exception {
    new Doors();
    System.out.println("gate " + ProcessHandle.current().pid());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String answer;
      try {
        answer = new Commands().answer(line.split(" ", -1));
      } catch (Throwable e) {
        answer = "threw " + e;
        e.printStackTrace();
      }
      System.out.println("= " + answer.replace("\n", "\\n"));
    }
    Runtime.getRuntime().halt(0);
  }

  private String answer(String[] a) throws Exception {
    switch (a[0]) {
      case "go":
        app = RuntimeEnvironment.getApplication();
        Settings.Secure.putString(app.getContentResolver(), "android_id", a[1]);
        Shadows.shadowOf((TelephonyManager) app.getSystemService(Context.TELEPHONY_SERVICE)).setImei(a[2]);
        return app.getClass().getName();
      case "callEverything":
        new Transparency(app).run(java.nio.file.Path.of(a[1]), java.nio.file.Path.of(a[2]));
        return "done";
      case "setting":
        return String.valueOf(Settings.Secure.getString(app.getContentResolver(), a[1]));
      case "imei":
        return String.valueOf(((TelephonyManager) app.getSystemService(Context.TELEPHONY_SERVICE)).getImei());
      case "packages":
        return String.valueOf(app.getPackageManager().getInstalledPackages(0).size());
      case "packageInfo":
        return app.getPackageManager().getPackageInfo(a[1], 0).packageName;
      case "query":
        return query(a[1]);
      case "clip":
        ClipboardManager clipboard = (ClipboardManager) app.getSystemService(Context.CLIPBOARD_SERVICE);
        clipboard.setPrimaryClip(ClipData.newPlainText("l", a[1]));
        return String.valueOf(clipboard.getPrimaryClip().getItemAt(0).getText());
      case "updates":
        ((LocationManager) app.getSystemService(Context.LOCATION_SERVICE))
            .requestLocationUpdates("gps", 1234L, 5.5f, location -> {});
        return "asked";
      case "fix":
        return Fixes.fix(app, a[1]);
      case "launchers":
        Intent intent = new Intent(Intent.ACTION_MAIN).addCategory(Intent.CATEGORY_LAUNCHER);
        return String.valueOf(app.getPackageManager().queryIntentActivities(intent, 0).size());
      case "otherApps":
        return Questions.install(app);
      case "ask":
        return Questions.ask(app, a[1], a[2]);
      case "load":
        return Loaders.load(app, a[1], Uri.parse(a[2]));
      case "exec":
        return Runtime.getRuntime().exec(new String[] {"echo", a[1]}).waitFor() + "";
      case "startOwn":
        // A list of a class that nobody but the machine may ask.
        return new ProcessBuilder(new java.util.ArrayList<String>(java.util.Arrays.asList("echo", "own")) {}).start().waitFor() + "";
      case "uids":
        return uids(a[1].equals("own") ? android.os.Process.myUid() : 10999);
      case "signatures":
        return app.getPackageManager().checkSignatures(a[1], a[2]) + "";
      case "echo":
        String in = text(a[1], Integer.parseInt(a[2]));
        return String.valueOf(DOORS.echo(in) == in);
      case "arrays":
        String[] given = {"x", null};
        return (DOORS.arrays(given) == given) + " " + (DOORS.arrays(null) == Doors.SAME);
      case "many":
        return DOORS.many("\ud83d\ude00\u0000x", Long.MIN_VALUE, 1.5f, -2.25, true, '\uffff', (short) -3, (byte) -4, new int[] {1, 2}, null);
      case "numbers":
        return Doors.longs(Long.MAX_VALUE) + " " + DOORS.floats(0.1f) + " " + DOORS.flags(true) + " " + DOORS.flags(false);
      case "same":
        Object o = new Object();
        return (DOORS.same(o) == o) + " " + DOORS.same(null);
      case "nothing":
        DOORS.nothing();
        return "done";
      case "keyed":
        return DOORS.keyed(a[1]);
      case "around":
        return DOORS.around(a[1]);
      case "run":
        return DOORS.run(new String[] {a[1], a[2]});
      case "denied":
        try {
          return DOORS.denied();
        } catch (SecurityException e) {
          return e.getMessage() + " " + e.getStackTrace()[0].getMethodName();
        }
      case "odd":
        try {
          return DOORS.odd();
        } catch (IllegalStateException e) {
          return String.valueOf(e == Doors.ODD);
        }
      case "late":
        return Late.token();
      case "lateStarted":
        return String.valueOf(lateStarted);
      case "plugin":
        return plugin(java.nio.file.Path.of(a[1]));
      case "deep":
        return deep(Integer.parseInt(a[1]));
      case "thread":
        String[] box = new String[1];
        Thread t = new Thread(() -> box[0] = DOORS.keyed("android_id"), a[1]);
        t.start();
        t.join();
        return box[0];
      case "storm":
        return storm(Integer.parseInt(a[1]), Integer.parseInt(a[2]), Integer.parseInt(a[3]));
      case "say":
        return DOORS.echo(String.join(" ", java.util.Arrays.copyOfRange(a, 1, a.length)));
      case "give":
        return give(a[1], a[2]);
      case "asked":
        String asked = HostileValues.ASKED.toString();
        HostileValues.ASKED.clear();
        return asked;
      case "fail":
        try {
          return DOORS.fail(a[1]);
        } catch (Exception e) {
          return e.getClass().getName();
        }
      case "transact":
        return transact(Integer.parseInt(a[1]));
      case "connect":
        return connect(Integer.parseInt(a[1]));
      case "start":
        return start(java.util.Arrays.copyOfRange(a, 1, a.length));
      case "file":
        return String.valueOf(file(a[1], a[2]));
      case "fileStorm":
        return fileStorm(Integer.parseInt(a[1]), Integer.parseInt(a[2]));
      case "opens":
        return opens(Integer.parseInt(a[1]), a[2]);
      case "time":
        return time(a[1], Integer.parseInt(a[2]), Integer.parseInt(a[3]));
      case "exit":
        System.exit(7);
        return "";
      default:
        throw new IllegalArgumentException(a[0]);
    }
  }

  /** Whether the very object came, and where a cursor stands. */
  private static String give(String how, String what) {
    Object given;
    switch (how) {
      case "list":
        given = DOORS.giveList(what);
        break;
      case "object":
        given = DOORS.giveObject(what);
        break;
      case "cursor":
        given = DOORS.giveCursor(what);
        break;
      default:
        given = DOORS.giveBytes(what);
    }
    return (given == Doors.last) + (given instanceof Cursor ? " at " + ((Cursor) given).getPosition() : "");
  }

  private static String text(String kind, int length) {
    StringBuilder text = new StringBuilder();
    String unit = kind.equals("lone") ? "\ud800" : kind.equals("emoji") ? "\ud83d\ude00" : kind.equals("nul") ? "\u0000" : "x";
    while (text.length() < length) text.append(unit);
    return text.toString();
  }

  private static String query(String uri) {
    Cursor cursor = app.getContentResolver().query(Uri.parse(uri), new String[] {"_id", "display_name"}, null, null, null);
    return cursor == null ? "null" : cursor.getCount() + " at " + cursor.getPosition();
  }

  /** Loads a class by a loader of the app's own, and calls it at once. */
  private static String plugin(java.nio.file.Path jar) throws Exception {
    java.net.URLClassLoader loader =
        new java.net.URLClassLoader(new java.net.URL[] {jar.toUri().toURL()}, Commands.class.getClassLoader());
    return String.valueOf(loader.loadClass("com.example.plugin.Token").getMethod("token").invoke(null));
  }

  private static String deep(int depth) {
    return depth == 0 ? DOORS.keyed("android_id") : deep(depth - 1);
  }

  private static String storm(int threads, int calls, int collections) throws InterruptedException {
    ContentResolver resolver = app.getContentResolver();
    CountDownLatch done = new CountDownLatch(threads);
    List<String> wrong = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread thread = new Thread(() -> {
        for (int i = 0; i < calls; i++) {
          String value = i % 2 == 0 ? Settings.Secure.getString(resolver, "android_id") : DOORS.keyed("android_id");
          if (value == null) synchronized (wrong) { wrong.add("null"); }
        }
        done.countDown();
      }, "storm-" + t);
      thread.start();
    }
    for (int i = 0; i < collections; i++) System.gc();
    done.await();
    return wrong.size() + " wrong";
  }

  private static String uids(int uid) {
    android.content.pm.PackageManager packages = app.getPackageManager();
    packages.getPackagesForUid(uid);
    packages.getNameForUid(uid);
    packages.checkSignatures(android.os.Process.myUid(), uid);
    return "asked";
  }

  /** What the app reads from the reply, and where it stands then; code 0 asks for none. */
  private static String transact(int code) {
    android.os.Parcel data = android.os.Parcel.obtain();
    android.os.Parcel reply = code == 0 ? null : android.os.Parcel.obtain();
    DOORS.transact(code, data, reply, 0);
    if (reply == null) return "none";
    String before = reply.dataPosition() + " of " + reply.dataSize() + " ";
    try {
      reply.readException();
      return before + (code == 6 ? reply.readInt() : reply.readString());
    } catch (RuntimeException e) {
      return before + e.getClass().getName();
    }
  }

  private static String connect(int port) {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
      return "connected";
    } catch (java.io.IOException refused) {
      return refused.getClass().getName();
    }
  }

  private static String start(String[] command) throws InterruptedException {
    try {
      return String.valueOf(new ProcessBuilder(command).start().waitFor());
    } catch (java.io.IOException absent) {
      return absent.getClass().getName();
    }
  }

  /** True where the file can be read, or is there, in the given way. */
  private static boolean file(String how, String name) {
    try {
      switch (how) {
        case "exists":
          return new java.io.File(name).exists();
        case "read":
          java.nio.file.Files.readAllBytes(java.nio.file.Path.of(name));
          return true;
        case "stream":
          new java.io.FileInputStream(name).close();
          return true;
        default:
          new java.io.FileInputStream(new java.io.File(name)).close();
          return true;
      }
    } catch (java.io.IOException absent) {
      return false;
    }
  }

  /** On each thread: a look at a watched file and one at another, {@code calls} times. */
  private static String fileStorm(int threads, int calls) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(threads);
    java.util.concurrent.atomic.AtomicInteger wrong = new java.util.concurrent.atomic.AtomicInteger();
    for (int t = 0; t < threads; t++) {
      new Thread(() -> {
        for (int i = 0; i < calls; i++) {
          if (!file("exists", "/proc/self/maps") || !file("exists", "/proc/self/stat")) wrong.incrementAndGet();
        }
        done.countDown();
      }).start();
    }
    done.await();
    return wrong + " wrong";
  }

  /** Nanoseconds of this thread on a processor that opening and closing a file takes. */
  private static String opens(int calls, String path) throws java.io.IOException {
    java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
    long from = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < calls; i++) new java.io.FileInputStream(path).close();
    return String.valueOf((threads.getCurrentThreadCpuTime() - from) / calls);
  }

  /** Nanoseconds a call of one of the three equal members at the given depth of the stack: of this thread on a processor, and in all. */
  private static String time(String way, int calls, int depth) {
    if (depth > 0) return time(way, calls, depth - 1);
    java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
    long used = threads.getCurrentThreadCpuTime();
    long from = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      if (way.equals("ours")) DOORS.keyed("android_id");
      else if (way.equals("bare")) DOORS.keyedBare("android_id");
      else DOORS.keyedPeers("android_id");
    }
    long took = System.nanoTime() - from;
    return (threads.getCurrentThreadCpuTime() - used) / calls + " " + took / calls;
  }
}
