package virtualhandset;

import android.app.KeyguardManager;
import android.content.ActivityNotFoundException;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.ComponentName;
import android.content.Intent;
import android.location.Location;
import android.location.LocationManager;
import android.net.Uri;
import android.os.PowerManager;
import android.os.SystemClock;
import android.view.KeyEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowKeyguardManager;
import org.robolectric.shadows.ShadowLocationManager;
import org.robolectric.shadows.ShadowPowerManager;

/** The driver's requests, one method each, as {@code handset/PROTOCOL.md} lists them. */
final class Commands {
  private static final long LAUNCH_TIMEOUT_MILLIS = 60_000;
  private static final long IDLE_TIMEOUT_MILLIS = 10_000;

  private final HandsetProcess process;
  private final Gestures gestures;

  Commands(HandsetProcess process) {
    this.process = process;
    this.gestures = new Gestures(process);
  }

  Object handle(String method, Map<String, Object> params) throws Exception {
    if (method.equals("kill")) {
      ProcessEnd.now();
      return null;
    }
    if (method.equals("go")) return go(!Boolean.FALSE.equals(params.get("launch")));
    if (method.equals("state")) return state();
    if (!process.hasStarted()) throw new HandsetFault("gated", "the app has not been started yet");
    return switch (method) {
      case "source" -> process.source();
      case "screenshot" -> process.onMain(this::screenshot);
      case "permissions" -> process.permissions().all();
      default -> {
        if (process.crashes().hasCrashed()) throw new HandsetFault("crashed", "the app has crashed");
        yield act(method, params);
      }
    };
  }

  private Object act(String method, Map<String, Object> params) throws Exception {
    switch (method) {
      case "tap" -> gestures.tap(number(params, "x"), number(params, "y"), longOr(params, "durationMs", 0));
      case "swipe" ->
          gestures.swipe(
              number(params, "x1"),
              number(params, "y1"),
              number(params, "x2"),
              number(params, "y2"),
              longOr(params, "durationMs", 300));
      case "text" -> gestures.text(string(params, "text"), Boolean.TRUE.equals(params.get("replace")));
      case "key" -> key((int) number(params, "keycode"));
      case "background" -> activities(() -> process.activities().toBackground());
      case "foreground" -> activities(() -> process.activities().launchOrBringToFront());
      case "lock" -> setLocked(true);
      case "unlock" -> setLocked(false);
      case "startActivity" -> startActivity(params);
      case "broadcast" -> broadcast(params);
      case "grant" -> onMain(() -> process.permissions().grant(string(params, "permission")));
      case "revoke" -> onMain(() -> process.permissions().revoke(string(params, "permission")));
      case "clipboard" -> {
        return process.onMain(() -> clipboard((String) params.get("text")));
      }
      case "location" -> onMain(() -> setLocation(params));
      case "idle" -> {
        return process.awaitIdle(longOr(params, "timeoutMs", IDLE_TIMEOUT_MILLIS));
      }
      default -> throw new HandsetFault("unknown-method", "no method \"" + method + "\"");
    }
    return null;
  }

  private Object go(boolean launch) throws Exception {
    if (process.isGateOpen()) throw new HandsetFault("already-started", "the app was started before");
    process.openGate();
    process.awaitStarted(LAUNCH_TIMEOUT_MILLIS);
    failIfCrashed();
    if (launch) onMain(() -> process.activities().launchOrBringToFront());
    process.wire().event("ready");
    if (launch) {
      process.awaitIdle(LAUNCH_TIMEOUT_MILLIS);
      failIfCrashed();
    }
    return null;
  }

  private void failIfCrashed() {
    if (process.crashes().hasCrashed()) throw new HandsetFault("crashed", "the app crashed while it started");
  }

  private Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    List<ActivityRecord> records = process.activities().records();
    ActivityRecord top = records.isEmpty() ? null : records.get(records.size() - 1);
    state.put("app", appState());
    state.put("activity", top == null ? null : top.className());
    state.put("activities", records.stream().map(ActivityRecord::className).toList());
    state.put("services", process.services().names());
    state.put("uptimeMs", SystemClock.uptimeMillis());
    state.put("pid", ProcessHandle.current().pid());
    state.put("idle", process.isIdle());
    return state;
  }

  private String appState() {
    if (process.crashes().hasCrashed()) return "crashed";
    if (!process.hasStarted()) return "gated";
    if (process.activities().isLocked()) return "locked";
    return process.activities().isForeground() ? "foreground" : "background";
  }

  private String screenshot() {
    return Screenshot.of(process.windows().onScreen(), process.windows().screen(), process.activities().isLocked());
  }

  private void key(int keycode) throws Exception {
    if (keycode == KeyEvent.KEYCODE_HOME) activities(() -> process.activities().toBackground());
    else if (keycode == KeyEvent.KEYCODE_POWER) setLocked(!process.activities().isLocked());
    else if (process.activities().isForeground()) gestures.key(keycode);
  }

  private void setLocked(boolean locked) throws Exception {
    activities(
        () -> {
          ShadowPowerManager power = Shadow.extract(process.application().getSystemService(PowerManager.class));
          power.turnScreenOn(!locked);
          ShadowKeyguardManager keyguard = Shadow.extract(process.application().getSystemService(KeyguardManager.class));
          keyguard.setKeyguardLocked(locked);
          process.activities().setLocked(locked);
        });
  }

  private void startActivity(Map<String, Object> params) throws Exception {
    Intent intent = intent(params).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
    activities(
        () -> {
          try {
            process.activities().request(null, null, intent, -1);
          } catch (ActivityNotFoundException e) {
            throw new HandsetFault("no-such-activity", e.getMessage());
          }
        });
  }

  private void broadcast(Map<String, Object> params) throws Exception {
    Intent intent = intent(params);
    activities(() -> Broadcasts.send(process.application(), intent));
  }

  private Intent intent(Map<String, Object> params) {
    Intent intent = new Intent((String) params.get("action"));
    if (params.get("data") != null) intent.setData(Uri.parse(string(params, "data")));
    if (params.get("component") instanceof String component) intent.setComponent(component(component));
    if (params.get("extras") instanceof Map<?, ?> extras) extras.forEach((name, value) -> put(intent, (String) name, value));
    return intent;
  }

  /** {@code package/class}, {@code package/.Class} or a class of the app. */
  private ComponentName component(String text) {
    if (!text.contains("/")) text = process.packageName() + "/" + text;
    ComponentName component = ComponentName.unflattenFromString(text);
    if (component == null) throw new HandsetFault("bad-parameter", "\"" + text + "\" names no component");
    return component;
  }

  private static void put(Intent intent, String name, Object value) {
    if (value instanceof Boolean flag) intent.putExtra(name, flag);
    else if (value instanceof Long number) {
      if (number == number.intValue()) intent.putExtra(name, number.intValue());
      else intent.putExtra(name, number);
    } else if (value instanceof Double number) intent.putExtra(name, number);
    else if (value != null) intent.putExtra(name, value.toString());
  }

  private String clipboard(String text) {
    ClipboardManager clipboard = process.application().getSystemService(ClipboardManager.class);
    if (text != null) clipboard.setPrimaryClip(ClipData.newPlainText("", text));
    return process.state().clipboard();
  }

  private void setLocation(Map<String, Object> params) {
    LocationManager manager = process.application().getSystemService(LocationManager.class);
    ShadowLocationManager shadow = Shadow.extract(manager);
    for (String provider : List.of(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER)) {
      shadow.setProviderEnabled(provider, true);
      Location location = new Location(provider);
      location.setLatitude(decimal(params, "latitude"));
      location.setLongitude(decimal(params, "longitude"));
      location.setAccuracy(params.get("accuracy") instanceof Number accuracy ? accuracy.floatValue() : 10);
      location.setTime(System.currentTimeMillis());
      location.setElapsedRealtimeNanos(SystemClock.elapsedRealtimeNanos());
      shadow.simulateLocation(location);
    }
  }

  private void activities(Runnable change) throws Exception {
    onMain(change);
    process.awaitIdle(IDLE_TIMEOUT_MILLIS);
  }

  private void onMain(Runnable change) throws Exception {
    process.onMain(
        () -> {
          change.run();
          return null;
        });
  }

  private static float number(Map<String, Object> params, String name) {
    return (float) decimal(params, name);
  }

  private static double decimal(Map<String, Object> params, String name) {
    if (params.get(name) instanceof Number number) return number.doubleValue();
    throw new HandsetFault("bad-parameter", "\"" + name + "\" must be a number");
  }

  private static long longOr(Map<String, Object> params, String name, long fallback) {
    return params.get(name) instanceof Number number ? number.longValue() : fallback;
  }

  private static String string(Map<String, Object> params, String name) {
    if (params.get(name) instanceof String text) return text;
    throw new HandsetFault("bad-parameter", "\"" + name + "\" must be a string");
  }
}
