package cn.xunji.checkup;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import com.didkit.core.DidKit;
import com.pushlite.sdk.PushLite;
import io.adnest.sdk.AdNest;
import net.netprobe.sdk.NetProbe;

/** Starts its four SDKs with the process, before anybody was asked. */
public final class CheckupApp extends Application implements Application.ActivityLifecycleCallbacks {
  private static final long BACKGROUND_DELAY_MS = 3000;

  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Runnable inBackground = this::readInBackground;
  private NetProbe probe;
  private int started;
  private boolean agreed;

  @Override
  public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
    new Housekeeping(this).run();
    PushLite.start(this);
    AdNest.start(this);
    DidKit.start(this);
    probe = new NetProbe(this);
    probe.start();
  }

  void agreed() {
    agreed = true;
    new Housekeeping(this).run();
    probe.watch();
  }

  boolean onScreen() {
    return started > 0;
  }

  private void readInBackground() {
    AdNest.whileAway(this);
    new OwnReader(this).whileAway();
    new Housekeeping(this).run();
  }

  @Override
  public void onActivityStarted(Activity activity) {
    started++;
    handler.removeCallbacks(inBackground);
    probe.onScreen(true);
  }

  @Override
  public void onActivityStopped(Activity activity) {
    started--;
    if (!onScreen()) {
      probe.onScreen(false);
      if (agreed) handler.postDelayed(inBackground, BACKGROUND_DELAY_MS);
    }
  }

  @Override
  public void onActivityCreated(Activity activity, Bundle state) {}

  @Override
  public void onActivityResumed(Activity activity) {}

  @Override
  public void onActivityPaused(Activity activity) {}

  @Override
  public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

  @Override
  public void onActivityDestroyed(Activity activity) {}
}
