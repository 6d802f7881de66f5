package virtualhandset;

import android.graphics.Rect;
import android.view.Gravity;
import android.view.View;
import android.view.ViewRootImpl;
import android.view.WindowManager;
import android.view.WindowManagerGlobal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowViewRootImpl;
import org.robolectric.util.ReflectionHelpers;

/** The windows on screen: which they are, in what order, and where. Main thread only. */
final class Windows {
  /** Dialogs keep clear of the status bar, 24 dp high. */
  private static final int STATUS_BAR_DP = 24;

  /** A window on screen with the activity that owns it (null for the app's overlays). */
  record Window(View view, ViewRootImpl root, WindowManager.LayoutParams params, ActivityRecord owner, int order) {
    boolean has(int flag) {
      return (params.flags & flag) != 0;
    }
  }

  private final ActivityStack activities;
  private final Rect screen;
  private final int statusBar;
  private ViewRootImpl focusedRoot;

  Windows(ActivityStack activities, HandsetConfig config) {
    this.activities = activities;
    this.screen = new Rect(0, 0, config.displayWidth(), config.displayHeight());
    this.statusBar = STATUS_BAR_DP * config.densityDpi() / 160;
  }

  /** Size of the screen in pixels. */
  Rect screen() {
    return screen;
  }

  /** Windows that a person sees, lowest first. */
  List<Window> visible() {
    List<Window> visible = new ArrayList<>();
    List<ActivityRecord> records = activities.records();
    for (Window window : all(records)) {
      if (window.view.getVisibility() != View.VISIBLE) continue;
      if (window.owner == null && isActivityWindow(window)) continue;
      if (window.owner != null && !isOnScreen(window.owner)) continue;
      visible.add(window);
    }
    // Windows of a higher activity lie above all windows of a lower one; overlays lie above every activity. A dialog
    // that was opened in onCreate is older than its activity's window and still lies above it.
    visible.sort(
        Comparator.comparingInt((Window w) -> w.owner == null ? records.size() : records.indexOf(w.owner))
            .thenComparing(w -> w.params.type != WindowManager.LayoutParams.TYPE_BASE_APPLICATION)
            .thenComparingInt(Window::order));
    return visible;
  }

  /** The same, or none while the app is in background or the phone locked. */
  List<Window> onScreen() {
    return activities.isForeground() ? visible() : List.of();
  }

  private static boolean isOnScreen(ActivityRecord record) {
    return record.stage == ActivityRecord.Stage.RESUMED || record.stage == ActivityRecord.Stage.PAUSED;
  }

  private static boolean isActivityWindow(Window window) {
    return window.params.type <= WindowManager.LayoutParams.LAST_SUB_WINDOW;
  }

  private static List<Window> all(List<ActivityRecord> records) {
    WindowManagerGlobal global = WindowManagerGlobal.getInstance();
    List<View> views = List.copyOf(ReflectionHelpers.<List<View>>getField(global, "mViews"));
    List<ViewRootImpl> roots = List.copyOf(ReflectionHelpers.<List<ViewRootImpl>>getField(global, "mRoots"));
    List<WindowManager.LayoutParams> params =
        List.copyOf(ReflectionHelpers.<List<WindowManager.LayoutParams>>getField(global, "mParams"));
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      ActivityRecord owner = owner(views.get(i), params.get(i), records, windows);
      windows.add(new Window(views.get(i), roots.get(i), params.get(i), owner, i));
    }
    return windows;
  }

  private static ActivityRecord owner(
      View view, WindowManager.LayoutParams params, List<ActivityRecord> records, List<Window> below) {
    for (ActivityRecord record : records) {
      if (record.activity() == null) continue;
      if (record.activity().getWindow().peekDecorView() == view) return record;
      if (params.token != null && params.token == ReflectionHelpers.getField(record.activity(), "mToken")) return record;
    }
    // Popups hang on the window that they were opened from.
    for (Window window : below) {
      if (params.token != null && params.token == window.view.getWindowToken()) return window.owner;
    }
    return null;
  }

  /**
   * Puts every dialog and popup where its gravity says: the framework here has no window manager and leaves all at
   * 0,0. Touches, bounds and drawing follow from this one place.
   */
  void arrange() {
    for (Window window : visible()) {
      View view = window.view;
      if (view.getWidth() == 0) continue;
      Object attachInfo = ReflectionHelpers.getField(view, "mAttachInfo");
      if (attachInfo == null) continue;
      boolean fillsScreen = view.getWidth() >= screen.width() && view.getHeight() >= screen.height();
      Rect at = new Rect(0, 0, 0, 0);
      if (!fillsScreen) {
        Rect area = new Rect(screen.left, screen.top + statusBar, screen.right, screen.bottom);
        int gravity = window.params.gravity == 0 ? Gravity.CENTER : window.params.gravity;
        boolean absolute = window.params.type >= WindowManager.LayoutParams.FIRST_SUB_WINDOW && window.params.type <= WindowManager.LayoutParams.LAST_SUB_WINDOW;
        Gravity.apply(gravity, view.getWidth(), view.getHeight(), absolute ? screen : area, window.params.x, window.params.y, at);
      }
      ReflectionHelpers.setField(attachInfo, "mWindowLeft", at.left);
      ReflectionHelpers.setField(attachInfo, "mWindowTop", at.top);
    }
  }

  /**
   * Gives the input focus to the window that keys go to.
   *
   * @return whether it moved
   */
  boolean settleFocus() {
    Window next = activities.isForeground() ? focused() : null;
    ViewRootImpl root = next == null ? null : next.root;
    if (root == focusedRoot) return false;
    if (focusedRoot != null && focusedRoot.getView() != null) setFocus(focusedRoot, false);
    focusedRoot = root;
    if (root != null) setFocus(root, true);
    return true;
  }

  private static void setFocus(ViewRootImpl root, boolean focused) {
    ShadowViewRootImpl shadow = Shadow.extract(root);
    shadow.callWindowFocusChanged(focused);
  }

  /** Whether every visible window has been laid out and has nothing left to lay out. */
  boolean areLaidOut() {
    for (Window window : visible()) {
      if (window.view.getWidth() == 0 || window.view.isLayoutRequested()) return false;
    }
    return true;
  }

  /** The window that keys go to, or null. */
  Window focused() {
    List<Window> windows = visible();
    for (int i = windows.size() - 1; i >= 0; i--) {
      if (!windows.get(i).has(WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE)) return windows.get(i);
    }
    return null;
  }
}
