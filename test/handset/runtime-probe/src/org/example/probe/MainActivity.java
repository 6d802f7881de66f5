package org.example.probe;

import android.Manifest;
import android.app.Activity;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.content.SharedPreferences;
import android.graphics.Typeface;
import android.os.Bundle;
import android.os.Handler;
import android.os.HandlerThread;
import android.os.IBinder;
import android.os.Looper;
import android.os.PowerManager;
import android.os.Process;
import android.os.SystemClock;
import android.text.InputType;
import android.widget.Button;
import android.widget.EditText;
import android.widget.GridLayout;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;
import java.util.Arrays;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One button for each thing that a phone has to get right; what happened stands in the text below. */
public class MainActivity extends Activity {
  private static final int COLUMNS = 3;
  private static final StringBuffer NOTES = new StringBuffer();
  private static MainActivity shown;

  private final ServiceConnection connection =
      new ServiceConnection() {
        @Override
        public void onServiceConnected(ComponentName name, IBinder binder) {
          note(((ProbeService.LocalBinder) binder).greeting());
        }

        @Override
        public void onServiceDisconnected(ComponentName name) {}
      };

  private GridLayout buttons;
  private TextView notes;

  static void note(String what) {
    NOTES.append(what).append('\n');
    MainActivity activity = shown;
    if (activity != null) activity.runOnUiThread(() -> activity.notes.setText(NOTES));
  }

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    shown = this;
    ScrollView scroll = new ScrollView(this);
    LinearLayout list = new LinearLayout(this);
    list.setOrientation(LinearLayout.VERTICAL);
    scroll.addView(list);
    setContentView(scroll);
    // Nothing that a test presses or reads needs scrolling.
    buttons = new GridLayout(this);
    buttons.setColumnCount(COLUMNS);
    list.addView(buttons);
    notes = new TextView(this);
    notes.setTypeface(Typeface.MONOSPACE);
    // So tall that there is something to scroll.
    notes.setMinHeight(2 * getResources().getDisplayMetrics().heightPixels);
    EditText password = new EditText(this);
    password.setContentDescription("password");
    password.setInputType(InputType.TYPE_CLASS_TEXT | InputType.TYPE_TEXT_VARIATION_PASSWORD);
    list.addView(password);
    list.addView(notes);
    buttons();
    SharedPreferences launches = getSharedPreferences("launches", MODE_PRIVATE);
    int count = launches.getInt("count", 0) + 1;
    launches.edit().putInt("count", count).commit();
    note("launch " + count + " " + ProbeApplication.ORDER.toString().trim());
  }

  private void buttons() {
    button("clear", () -> NOTES.setLength(0));
    button("contacts", () -> requestPermissions(new String[] {Manifest.permission.READ_CONTACTS}, 1));
    button("location and sms", () -> requestPermissions(new String[] {
        Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION,
        Manifest.permission.READ_SMS}, 2));
    button("self check", this::selfCheck);
    button("second", () -> startActivityForResult(new Intent(this, SecondActivity.class), 7));
    button("service", () -> startService(new Intent(this, ProbeService.class)));
    button("stop service", () -> stopService(new Intent(this, ProbeService.class)));
    button("bind", () -> bindService(new Intent(this, ProbeService.class), connection, Context.BIND_AUTO_CREATE));
    button("unbind", () -> unbindService(connection));
    button("time", this::time);
    button("host", this::host);
    button("escape", () -> new Thread(this::escape).start());
    button("open url", () -> startActivity(new Intent(Intent.ACTION_VIEW, android.net.Uri.parse("https://example.org/"))));
    button("crash", () -> {
      throw new IllegalStateException("probe crash");
    });
    button("crash thread", () -> new Thread(() -> {
      throw new IllegalStateException("probe thread crash");
    }, "worker").start());
    button("exit", () -> System.exit(0));
    button("kill", () -> {
      Process.killProcess(Process.myPid());
      note("still alive");
    });
  }

  private void button(String label, Runnable action) {
    Button button = new Button(this);
    button.setText(label);
    button.setAllCaps(false);
    button.setOnClickListener(view -> action.run());
    buttons.addView(button);
  }

  private void selfCheck() {
    for (String name : new String[] {"INTERNET", "READ_CONTACTS", "READ_SMS", "READ_PRIVILEGED_PHONE_STATE"}) {
      note(name + " " + checkSelfPermission("android.permission." + name));
    }
    note("rationale " + shouldShowRequestPermissionRationale(Manifest.permission.READ_CONTACTS));
    note("interactive " + getSystemService(PowerManager.class).isInteractive());
  }

  /** Measures each wait by the clock that its API is defined by. */
  private void time() {
    long uptime = SystemClock.uptimeMillis();
    long nanos = System.nanoTime();
    long wall = System.currentTimeMillis();
    new Handler(Looper.getMainLooper()).postDelayed(() -> took("handler", SystemClock.uptimeMillis() - uptime), 300);
    HandlerThread thread = new HandlerThread("background");
    thread.start();
    new Handler(thread.getLooper()).postDelayed(() -> took("thread", SystemClock.uptimeMillis() - uptime), 400);
    new Timer().schedule(new TimerTask() {
      @Override
      public void run() {
        took("timer", System.currentTimeMillis() - wall);
      }
    }, 200);
    Executors.newSingleThreadScheduledExecutor()
        .schedule(() -> took("executor", (System.nanoTime() - nanos) / 1_000_000), 250, TimeUnit.MILLISECONDS);
    new Thread(() -> {
      SystemClock.sleep(500);
      took("sleep", (System.nanoTime() - nanos) / 1_000_000);
    }).start();
    note("wall " + System.currentTimeMillis());
    note("date " + android.text.format.DateFormat.format("yyyy", new java.util.Date()));
  }

  private static void took(String what, long millis) {
    note(what + " took " + millis);
  }

  private void host() {
    for (String name : new String[] {"os.name", "java.vendor", "java.vm.name", "user.home", "user.dir", "user.name"}) {
      note(name + "=" + System.getProperty(name));
    }
    note("env " + System.getenv("HOME") + " " + System.getenv("ANDROID_ROOT") + " " + System.getenv().size());
    note("pid " + Process.myPid() + " uid " + Process.myUid());
    System.out.println("printed by the app");
  }

  private interface Attempt {
    Object run() throws Exception;
  }

  private void escape() {
    attempt("passwd", () -> new java.io.FileInputStream("/etc/passwd").read());
    attempt("cmdline", () -> java.nio.file.Files.readAllBytes(java.nio.file.Paths.get("/proc/self/cmdline")).length);
    attempt("write", () -> new java.io.FileOutputStream("/tmp/probe-was-here"));
    attempt("exec", () -> Runtime.getRuntime().exec("id"));
    attempt("resolve", () -> java.net.InetAddress.getByName("example.org"));
    attempt("connect", () -> new java.net.Socket("198.51.100.1", 80));
    attempt("guard", () -> {
      System.setSecurityManager(null);
      return null;
    });
    attempt("own file", () -> {
      java.io.File file = new java.io.File(getFilesDir(), "own.txt");
      new java.io.FileOutputStream(file).close();
      return file.length();
    });
    attempt("loopback", () -> {
      try (java.net.ServerSocket server = new java.net.ServerSocket(0)) {
        new java.net.Socket("127.0.0.1", server.getLocalPort()).close();
      }
      return "connected";
    });
    attempt("addresses", () -> {
      int foreign = 0;
      for (java.net.NetworkInterface one :
          java.util.Collections.list(java.net.NetworkInterface.getNetworkInterfaces())) {
        if (one.getHardwareAddress() != null) foreign++;
        for (java.net.InetAddress address : java.util.Collections.list(one.getInetAddresses())) {
          if (!address.isLoopbackAddress()) foreign++;
        }
      }
      return foreign;
    });
    note("escape done");
  }

  private static void attempt(String what, Attempt attempt) {
    try {
      note(what + " = " + attempt.run());
    } catch (Exception e) {
      note(what + " ! " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void onRequestPermissionsResult(int code, String[] permissions, int[] results) {
    note("result " + code + " " + Arrays.toString(results));
  }

  @Override
  protected void onActivityResult(int code, int result, Intent data) {
    note("activity result " + code + " " + result + " " + (data == null ? null : data.getStringExtra("answer")));
  }

  @Override
  protected void onStart() {
    super.onStart();
    note("start");
  }

  @Override
  protected void onResume() {
    super.onResume();
    note("resume");
  }

  @Override
  public void onWindowFocusChanged(boolean focused) {
    note("focus " + focused);
  }

  @Override
  protected void onPause() {
    super.onPause();
    note("pause");
  }

  @Override
  protected void onStop() {
    super.onStop();
    note("stop");
  }
}
