package virtualhandset;

import android.os.SystemClock;
import android.view.Choreographer;
import android.view.MotionEvent;
import android.view.View;
import android.view.ViewConfiguration;
import android.view.inputmethod.EditorInfo;
import android.view.inputmethod.InputConnection;
import android.widget.TextView;
import org.robolectric.util.ReflectionHelpers;

/** What a person does with fingers, in real time. Called on the driver's threads, one gesture at a time. */
final class Gestures {
  private static final long PRESS_MILLIS = 60;
  private static final long MOVE_MILLIS = 16;
  private static final long STILL_POLL_MILLIS = 80;
  /** The last stretch of a fling moves less than a pixel for some polls. */
  private static final int STILL_POLLS = 4;
  /** Animations that never end must not hold the driver. */
  private static final long SCROLL_TIMEOUT_MILLIS = 3_000;
  private static final long IDLE_TIMEOUT_MILLIS = 10_000;

  private final HandsetProcess process;
  private final Input input;

  Gestures(HandsetProcess process) {
    this.process = process;
    this.input = new Input(process.windows());
  }

  /** Presses at a point in pixels and answers when the app has dealt with it. */
  synchronized void tap(float x, float y, long durationMillis) throws Exception {
    touch(MotionEvent.ACTION_DOWN, x, y);
    Thread.sleep(durationMillis > 0 ? durationMillis : PRESS_MILLIS);
    touch(MotionEvent.ACTION_UP, x, y);
    afterTouch();
  }

  synchronized void swipe(float x1, float y1, float x2, float y2, long durationMillis) throws Exception {
    touch(MotionEvent.ACTION_DOWN, x1, y1);
    long steps = Math.max(2, durationMillis / MOVE_MILLIS);
    for (long step = 1; step <= steps; step++) {
      Thread.sleep(MOVE_MILLIS);
      float part = (float) step / steps;
      touch(MotionEvent.ACTION_MOVE, x1 + (x2 - x1) * part, y1 + (y2 - y1) * part);
    }
    touch(MotionEvent.ACTION_UP, x2, y2);
    afterTouch();
    if (!process.crashes().hasCrashed()) awaitStill(STILL_POLLS);
  }

  /** Presses a key in the focused window. */
  synchronized void key(int keycode) throws Exception {
    process.onMain(
        () -> {
          input.key(keycode);
          return null;
        });
    process.awaitIdle(IDLE_TIMEOUT_MILLIS);
  }

  /** Types into the focused field the way a keyboard does, through its input connection. */
  synchronized void text(String text, boolean replace) throws Exception {
    process.onMain(
        () -> {
          type(text, replace);
          return null;
        });
    process.awaitIdle(IDLE_TIMEOUT_MILLIS);
  }

  /** Lists act on a touch only when the pressed state has been shown for a while. */
  private void afterTouch() throws Exception {
    Thread.sleep(ViewConfiguration.getPressedStateDuration() + MOVE_MILLIS);
    process.awaitIdle(IDLE_TIMEOUT_MILLIS);
    if (!process.crashes().hasCrashed()) awaitStill(1);
  }

  /**
   * Draws until nothing moves any more. Without drawing no fling and no page change goes on, and a touch in the middle
   * of one only stops it. What has been drawn and asks for no further frame is still at once.
   *
   * @param polls for how many drawings in a row everything must have stayed where it is, while frames are asked for
   */
  private void awaitStill(int polls) throws Exception {
    long deadline = SystemClock.uptimeMillis() + SCROLL_TIMEOUT_MILLIS;
    String before = process.source();
    for (int same = 0; same < polls && SystemClock.uptimeMillis() < deadline; ) {
      boolean wantsFrame = process.onMain(this::drawFrame);
      String now = process.source();
      same = !now.equals(before) ? 0 : wantsFrame ? same + 1 : polls;
      before = now;
      if (same < polls) Thread.sleep(STILL_POLL_MILLIS);
    }
    process.awaitIdle(IDLE_TIMEOUT_MILLIS);
  }

  /** Whether something that was drawn is under way to somewhere else: it asks for the next frame while it is drawn. */
  private boolean drawFrame() {
    Screenshot.refresh(process.windows().onScreen(), process.windows().screen());
    return ReflectionHelpers.<Boolean>getField(Choreographer.getInstance(), "mFrameScheduled");
  }

  private void touch(int action, float x, float y) throws Exception {
    process.onMain(
        () -> {
          input.touch(action, x, y);
          return null;
        });
  }

  private void type(String text, boolean replace) {
    Windows.Window window = process.windows().focused();
    View focus = window == null ? null : window.view().findFocus();
    InputConnection connection = focus == null ? null : focus.onCreateInputConnection(new EditorInfo());
    if (connection == null) throw new HandsetFault("no-focused-field", "no text field has the focus");
    int length = focus instanceof TextView field ? field.length() : 0;
    connection.setSelection(replace ? 0 : length, length);
    connection.commitText(text, 1);
    connection.finishComposingText();
  }

}
