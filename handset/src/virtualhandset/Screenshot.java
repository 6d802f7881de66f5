package virtualhandset;

import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.graphics.Color;
import android.graphics.Rect;
import android.view.View;
import android.view.WindowManager;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;

/** Draws the visible windows one above the other, with the dimming that dialogs ask for. */
final class Screenshot {
  private static final int HOME_COLOR = Color.rgb(0x26, 0x32, 0x38);
  private static final int PNG_QUALITY = 100;

  private Screenshot() {}

  /** The screen as base64 PNG; black while locked, a plain home screen without windows. Main thread only. */
  static String of(List<Windows.Window> windows, Rect screen, boolean locked) {
    Bitmap bitmap = draw(windows, screen, locked);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    bitmap.compress(Bitmap.CompressFormat.PNG, PNG_QUALITY, png);
    bitmap.recycle();
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }

  /**
   * Draws and throws the picture away. A phone draws every frame, and some views move on only when they are drawn: the
   * stretch at the end of a list swallows touches until then.
   */
  static void refresh(List<Windows.Window> windows, Rect screen) {
    draw(windows, screen, false).recycle();
  }

  private static Bitmap draw(List<Windows.Window> windows, Rect screen, boolean locked) {
    Bitmap bitmap = Bitmap.createBitmap(screen.width(), screen.height(), Bitmap.Config.ARGB_8888);
    Canvas canvas = new Canvas(bitmap);
    canvas.drawColor(locked ? Color.BLACK : HOME_COLOR);
    for (Windows.Window window : windows) draw(window, canvas);
    return bitmap;
  }

  private static void draw(Windows.Window window, Canvas canvas) {
    View view = window.view();
    if (view.getWidth() == 0 || view.getHeight() == 0) return;
    if (window.has(WindowManager.LayoutParams.FLAG_DIM_BEHIND)) {
      canvas.drawColor(Color.argb(Math.round(window.params().dimAmount * 255), 0, 0, 0));
    }
    int[] at = new int[2];
    view.getLocationOnScreen(at);
    int state = canvas.save();
    canvas.translate(at[0], at[1]);
    view.draw(canvas);
    canvas.restoreToCount(state);
  }
}
