package virtualhandset;

import android.app.Application;
import android.os.Handler;
import android.os.Looper;
import android.os.Message;
import android.os.MessageQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowLog;
import org.robolectric.shadows.ShadowPausedLooper;
import org.robolectric.shadows.ShadowProcess;
import org.robolectric.util.ReflectionHelpers;
import virtualhandset.seed.Seeder;
import virtualhandset.shell.PhonePrograms;

/** The app's process: waits at the gate, starts the app, then turns the main loop until it is killed. */
public final class HandsetProcess {
  private static final long POLL_MILLIS = 50;
  private static final long MAIN_CALL_SECONDS = 30;

  private static HandsetProcess instance;

  private final HandsetConfig config;
  private final Wire wire;
  private final SystemState state;
  private final Permissions permissions;
  private final Crashes crashes;
  private final ActivityStack activities = new ActivityStack(this);
  private final Windows windows;
  private final Services services = new Services();
  private final BlockingQueue<Runnable> mainCalls = new LinkedBlockingQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Object turnLock = new Object();
  private long quietTurns;
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile Application application;
  private volatile Handler main;
  private volatile boolean idle;

  private HandsetProcess(HandsetConfig config, StandardStreams streams) {
    this.config = config;
    this.wire = new Wire(streams.in(), streams.out());
    this.state = new SystemState(config.path("stateFile"));
    this.permissions = new Permissions(config, state);
    this.crashes = new Crashes(wire);
    this.windows = new Windows(activities, config);
  }

  /** The one process that this JVM is. */
  public static HandsetProcess instance() {
    return instance;
  }

  /** Runs the process on the calling thread, which is Android's main thread; never returns. */
  public static void run(HandsetConfig config, StandardStreams streams) throws Exception {
    instance = new HandsetProcess(config, streams);
    instance.holdAtGate();
    instance.startApp();
    instance.turn();
  }

  private void holdAtGate() throws InterruptedException {
    RuntimeEnvironment.setTempDirectory(new DeviceFolders(config.packageName(), config.path("dataDir")));
    NativeRuntime.load(config);
    ShadowProcess.setPid((int) ProcessHandle.current().pid());
    ShadowProcess.setUid(HandsetConfig.APP_UID);
    main = new Handler(Looper.getMainLooper());
    ShadowLog.stream = System.out;
    Clock.start();
    permissions.restore();
    Thread.setDefaultUncaughtExceptionHandler(crashes);
    ExitWatch.install(wire);
    wire.listen(new Commands(this)::handle);
    wire.event("gate", "pid", ProcessHandle.current().pid());
    gate.await();
  }

  private void startApp() {
    try {
      String classPath = System.getProperty("java.class.path");
      HostMask.apply();
      PhonePrograms.install(HostGuard.install(config, classPath));
      Seeder.beforeApplication(config.seed(), config.raw());
      Application created = RuntimeEnvironment.getApplication();
      permissions.publish();
      application = created;
    } catch (Throwable e) {
      crashes.onMainThread(e);
    } finally {
      started.countDown();
    }
  }

  /** Called by the instrumentation when the Application is attached and its onCreate is next. */
  void beforeApplicationOnCreate(Application attached) {
    application = attached;
    Seeder.afterAttach(attached);
    ClipboardMemory.connect(attached, state);
    Providers.start(attached);
  }

  /** The main loop. After a crash the app's messages stay where they are; only the driver's questions are answered. */
  private void turn() throws InterruptedException {
    ShadowPausedLooper looper = Shadow.extract(Looper.getMainLooper());
    while (true) {
      if (crashes.hasCrashed()) {
        mainCalls.take().run();
        continue;
      }
      try {
        looper.idle();
        // A layout puts windows back to 0,0: every question and touch must find them where they are drawn.
        windows.arrange();
        for (Runnable call = mainCalls.poll(); call != null; call = mainCalls.poll()) call.run();
        boolean changed = activities.settle() | services.settle() | windows.settleFocus();
        if (!changed) endOfTurn(looper);
        if (mainCalls.isEmpty() && !changed) looper.poll(POLL_MILLIS);
      } catch (Throwable e) {
        crashes.onMainThread(e);
      }
    }
  }

  private void endOfTurn(ShadowPausedLooper looper) {
    idle = looper.isIdle() && !isHeldForFrame() && activities.isSettled() && windows.areLaidOut();
    if (!idle) return;
    synchronized (turnLock) {
      quietTurns++;
      turnLock.notifyAll();
    }
  }

  /** Whether messages wait behind the barrier that a window puts up until its next frame: the looper calls that idle. */
  private static boolean isHeldForFrame() {
    MessageQueue queue = Looper.getMainLooper().getQueue();
    synchronized (queue) {
      Message head = ReflectionHelpers.getField(queue, "mMessages");
      return head != null && head.getTarget() == null;
    }
  }

  /** Makes the main loop take another turn soon. */
  void wake() {
    if (main != null) main.post(() -> {});
  }

  /** Runs {@code call} on the main thread between two turns of the loop and returns its result. */
  <T> T onMain(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    mainCalls.add(task);
    wake();
    try {
      return task.get(MAIN_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new HandsetFault("not-responding", "the app's main thread did not answer within " + MAIN_CALL_SECONDS + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) throw cause;
      throw e;
    }
  }

  /**
   * Waits until the main looper has nothing due, every activity is where it belongs and every window is laid out.
   *
   * @return false when {@code timeoutMillis} passed or the app crashed first
   */
  boolean awaitIdle(long timeoutMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    synchronized (turnLock) {
      // The turn that is under way may have begun before what the caller waits for.
      long wanted = quietTurns + 2;
      while (quietTurns < wanted) {
        if (crashes.hasCrashed()) return false;
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) return false;
        wake();
        turnLock.wait(Math.min(left, POLL_MILLIS));
      }
    }
    return true;
  }

  /** The page source of what is on screen. */
  String source() throws Exception {
    return onMain(() -> PageSource.of(windows.onScreen(), windows.screen(), packageName()));
  }

  void openGate() {
    gate.countDown();
  }

  boolean isGateOpen() {
    return gate.getCount() == 0;
  }

  /** Waits until the Application exists or has failed to. */
  void awaitStarted(long timeoutMillis) throws InterruptedException {
    if (started.await(timeoutMillis, TimeUnit.MILLISECONDS)) return;
    throw new HandsetFault("not-responding", "the Application did not start within " + timeoutMillis + " ms");
  }

  boolean hasStarted() {
    return started.getCount() == 0;
  }

  /** Whether the last turn of the main loop found nothing to do. */
  boolean isIdle() {
    return idle;
  }

  /** The app ends its own process; does not return. */
  public void endedByApp(String reason) {
    ExitWatch.ended(wire, reason);
  }

  /** The app, once it is attached. */
  public Application application() {
    return application;
  }

  String packageName() {
    return config.packageName();
  }

  String appLabel() {
    return config.appLabel();
  }

  HandsetConfig config() {
    return config;
  }

  Wire wire() {
    return wire;
  }

  /** What the system keeps between processes. */
  public SystemState state() {
    return state;
  }

  Permissions permissions() {
    return permissions;
  }

  Crashes crashes() {
    return crashes;
  }

  ActivityStack activities() {
    return activities;
  }

  /** The services of the app. */
  public Services services() {
    return services;
  }

  Windows windows() {
    return windows;
  }
}
