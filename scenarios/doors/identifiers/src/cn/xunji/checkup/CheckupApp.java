package cn.xunji.checkup;

import android.app.Application;
import android.os.Handler;
import android.os.Looper;
import com.didkit.core.DidKit;
import com.pushlite.sdk.PushLite;
import io.adnest.sdk.AdNest;
import net.netprobe.sdk.NetProbe;
import org.smallparts.OnScreen;

/** Starts its four SDKs with the process, before anybody was asked. */
public final class CheckupApp extends Application {
  private static final long BACKGROUND_DELAY_MS = 3000;

  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Runnable inBackground = this::readInBackground;
  private NetProbe probe;
  private boolean agreed;

  @Override
  public void onCreate() {
    super.onCreate();
    OnScreen.watch(this, this::came, this::left);
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

  private void came() {
    handler.removeCallbacks(inBackground);
    probe.onScreen(true);
  }

  private void left() {
    probe.onScreen(false);
    if (agreed) handler.postDelayed(inBackground, BACKGROUND_DELAY_MS);
  }

  private void readInBackground() {
    AdNest.whileAway(this);
    new OwnReader(this).whileAway();
    new Housekeeping(this).run();
  }
}
