package virtualhandset;

import android.content.Intent;
import java.util.Set;

/** What the apps that every phone carries (browser, dialler, settings, camera, picker) can open. */
final class ExternalApps {
  private static final Set<String> ACTIONS =
      Set.of(
          Intent.ACTION_DIAL,
          Intent.ACTION_SENDTO,
          Intent.ACTION_SEND,
          Intent.ACTION_CHOOSER,
          Intent.ACTION_PICK,
          Intent.ACTION_GET_CONTENT,
          Intent.ACTION_OPEN_DOCUMENT,
          Intent.ACTION_CREATE_DOCUMENT,
          "android.media.action.IMAGE_CAPTURE",
          "android.media.action.VIDEO_CAPTURE");
  private static final Set<String> VIEW_SCHEMES = Set.of("http", "https", "tel", "mailto", "geo", "content");

  private ExternalApps() {}

  static boolean canOpen(Intent intent) {
    String action = intent.getAction();
    if (action == null || intent.getComponent() != null) return false;
    if (action.startsWith("android.settings.")) return true;
    if (Intent.ACTION_MAIN.equals(action)) return intent.hasCategory(Intent.CATEGORY_HOME);
    if (Intent.ACTION_VIEW.equals(action)) return VIEW_SCHEMES.contains(String.valueOf(intent.getScheme()));
    return ACTIONS.contains(action);
  }
}
