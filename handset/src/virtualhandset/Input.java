package virtualhandset;

import android.os.SystemClock;
import android.view.InputDevice;
import android.view.InputEvent;
import android.view.KeyCharacterMap;
import android.view.KeyEvent;
import android.view.MotionEvent;
import android.view.View;
import android.view.ViewRootImpl;
import android.view.WindowManager;
import java.util.List;
import org.robolectric.util.ReflectionHelpers;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/**
 * Fingers and keys. Events enter at {@code ViewRootImpl.enqueueInputEvent}, where a phone's input channel ends, and so
 * reach the window through {@code View.dispatchPointerEvent}. Main thread only.
 */
final class Input {
  private final Windows windows;
  private Windows.Window target;
  private long downTime;

  Input(Windows windows) {
    this.windows = windows;
  }

  /** Sends one event of a gesture; the window hit by DOWN gets the rest of it. Coordinates in screen pixels. */
  void touch(int action, float x, float y) {
    if (action == MotionEvent.ACTION_DOWN) {
      downTime = SystemClock.uptimeMillis();
      target = windowAt(x, y);
    }
    if (target == null) return;
    send(target, motion(action, x, y, target.view()));
    if (action == MotionEvent.ACTION_UP || action == MotionEvent.ACTION_CANCEL) target = null;
  }

  /** Presses and releases a key in the focused window. */
  void key(int keycode) {
    Windows.Window window = windows.focused();
    if (window == null) return;
    long now = SystemClock.uptimeMillis();
    send(window, keyEvent(now, KeyEvent.ACTION_DOWN, keycode));
    send(window, keyEvent(now, KeyEvent.ACTION_UP, keycode));
  }

  private Windows.Window windowAt(float x, float y) {
    List<Windows.Window> visible = windows.visible();
    for (int i = visible.size() - 1; i >= 0; i--) {
      Windows.Window window = visible.get(i);
      if (window.has(WindowManager.LayoutParams.FLAG_NOT_TOUCHABLE)) continue;
      boolean modal =
          !window.has(WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE)
              && !window.has(WindowManager.LayoutParams.FLAG_NOT_TOUCH_MODAL);
      if (modal || contains(window.view(), x, y)) return window;
      if (window.has(WindowManager.LayoutParams.FLAG_WATCH_OUTSIDE_TOUCH)) {
        send(window, motion(MotionEvent.ACTION_OUTSIDE, x, y, window.view()));
      }
    }
    return null;
  }

  private static boolean contains(View view, float x, float y) {
    int[] at = new int[2];
    view.getLocationOnScreen(at);
    return x >= at[0] && x < at[0] + view.getWidth() && y >= at[1] && y < at[1] + view.getHeight();
  }

  private MotionEvent motion(int action, float x, float y, View view) {
    int[] at = new int[2];
    view.getLocationOnScreen(at);
    MotionEvent event = MotionEvent.obtain(downTime, SystemClock.uptimeMillis(), action, x, y, 0);
    event.setSource(InputDevice.SOURCE_TOUCHSCREEN);
    event.offsetLocation(-at[0], -at[1]);
    return event;
  }

  private static KeyEvent keyEvent(long time, int action, int keycode) {
    return new KeyEvent(
        time, time, action, keycode, 0, 0, KeyCharacterMap.VIRTUAL_KEYBOARD, 0, 0, InputDevice.SOURCE_KEYBOARD);
  }

  private static void send(Windows.Window window, InputEvent event) {
    Class<?> receiver = ReflectionHelpers.loadClass(Input.class.getClassLoader(), "android.view.InputEventReceiver");
    ReflectionHelpers.callInstanceMethod(
        ViewRootImpl.class,
        window.root(),
        "enqueueInputEvent",
        ClassParameter.from(InputEvent.class, event),
        ClassParameter.from(receiver, null),
        ClassParameter.from(int.class, 0),
        ClassParameter.from(boolean.class, true));
  }
}
