package virtualhandset;

import android.app.Application;
import android.content.ClipData;
import android.content.ClipboardManager;

/** The clipboard belongs to the phone: it outlives the app's process. */
final class ClipboardMemory {
  private ClipboardMemory() {}

  /** Restores what an earlier process left and keeps what this one copies. */
  static void connect(Application application, SystemState state) {
    ClipboardManager clipboard = application.getSystemService(ClipboardManager.class);
    if (state.clipboard() != null) clipboard.setPrimaryClip(ClipData.newPlainText("", state.clipboard()));
    else remember(application, clipboard, state);
    clipboard.addPrimaryClipChangedListener(() -> remember(application, clipboard, state));
  }

  private static void remember(Application application, ClipboardManager clipboard, SystemState state) {
    ClipData clip = clipboard.getPrimaryClip();
    if (clip == null || clip.getItemCount() == 0) return;
    state.setClipboard(String.valueOf(clip.getItemAt(0).coerceToText(application)));
  }
}
