package virtualhandset;

import android.content.res.Resources;
import android.graphics.Rect;
import android.text.method.PasswordTransformationMethod;
import android.view.View;
import android.view.ViewGroup;
import android.widget.AdapterView;
import android.widget.Checkable;
import android.widget.TextView;
import java.util.List;

/**
 * What is on screen as XML in the form that UiAutomator2 prints it. Every text comes from the app and is untrusted:
 * characters that XML does not allow are dropped, the rest is escaped, names are checked.
 */
final class PageSource {
  private static final String HEADER = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>";
  /** A hostile view tree must not make an endless document. */
  private static final int MAX_NODES = 20_000;
  private static final int MAX_DEPTH = 200;
  private static final int MAX_TEXT = 20_000;

  private final StringBuilder out = new StringBuilder(HEADER);
  private final Rect screen;
  private final String appPackage;
  private int nodes;

  private PageSource(Rect screen, String appPackage) {
    this.screen = screen;
    this.appPackage = appPackage;
  }

  /** The source of the given windows, lowest first; with none, that of the home screen. */
  static String of(List<Windows.Window> windows, Rect screen, String appPackage) {
    PageSource source = new PageSource(screen, appPackage);
    source.out.append("<hierarchy index=\"0\" class=\"hierarchy\" rotation=\"0\"");
    source.out.append(" width=\"").append(screen.width()).append("\" height=\"").append(screen.height()).append("\">");
    if (windows.isEmpty()) source.homeScreen();
    for (int i = 0; i < windows.size(); i++) source.window(windows.get(i), i);
    return source.out.append("</hierarchy>").toString();
  }

  private void homeScreen() {
    out.append("<android.widget.FrameLayout");
    attribute("index", "0");
    attribute("package", "com.android.launcher3");
    attribute("class", "android.widget.FrameLayout");
    attribute("text", "");
    attribute("resource-id", "com.android.launcher3:id/launcher");
    attribute("bounds", bounds(0, 0, screen.width(), screen.height()));
    attribute("displayed", "true");
    out.append("/>");
  }

  private void window(Windows.Window window, int index) {
    boolean system = window.owner() != null && window.owner().isPermissionDialog();
    // The activity behind the system's dialog is empty and untouchable: a phone does not show it either.
    if (system && window.owner().activity().getWindow().peekDecorView() == window.view()) return;
    node(window.view(), index, system ? PermissionDialogActivity.PACKAGE : appPackage, 0);
  }

  private void node(View view, int index, String owner, int depth) {
    if (view.getVisibility() != View.VISIBLE || ++nodes > MAX_NODES || depth > MAX_DEPTH) return;
    Rect visible = visiblePart(view);
    if (visible == null) return;
    CharSequence accessibilityName = view.getAccessibilityClassName();
    String type = accessibilityName == null ? view.getClass().getName() : accessibilityName.toString();
    String tag = tagName(type);
    out.append('<').append(tag);
    attribute("index", Integer.toString(index));
    attribute("package", owner);
    attribute("class", type);
    attribute("text", text(view));
    CharSequence description = view.getContentDescription();
    if (description != null) attribute("content-desc", description);
    String id = resourceId(view);
    if (!id.isEmpty()) attribute("resource-id", id);
    boolean listItem = view.getParent() instanceof AdapterView<?> list && list.getOnItemClickListener() != null;
    attribute("checkable", view instanceof Checkable);
    attribute("checked", view instanceof Checkable checkable && checkable.isChecked());
    attribute("clickable", view.isClickable() || listItem);
    attribute("enabled", view.isEnabled());
    attribute("focusable", view.isFocusable());
    attribute("focused", view.isFocused());
    attribute("long-clickable", view.isLongClickable());
    attribute("password", isPassword(view));
    attribute("scrollable", isScrollable(view));
    attribute("selected", view.isSelected());
    attribute("bounds", bounds(visible.left, visible.top, visible.right, visible.bottom));
    attribute("displayed", true);
    int childCount = view instanceof ViewGroup group ? group.getChildCount() : 0;
    if (childCount == 0) {
      out.append("/>");
      return;
    }
    out.append('>');
    ViewGroup group = (ViewGroup) view;
    for (int i = 0; i < childCount; i++) node(group.getChildAt(i), i, owner, depth + 1);
    out.append("</").append(tag).append('>');
  }

  /** The part of a view that is on screen, in screen pixels; null when none is. UiAutomator shows no more either. */
  private Rect visiblePart(View view) {
    Rect part = new Rect();
    if (!view.getGlobalVisibleRect(part)) return null;
    int[] window = new int[2];
    view.getRootView().getLocationOnScreen(window);
    part.offset(window[0], window[1]);
    return part.intersect(screen) ? part : null;
  }

  private static CharSequence text(View view) {
    if (!(view instanceof TextView textView)) return "";
    CharSequence text = textView.getText();
    if (text == null || text.length() == 0) return textView.getHint() == null ? "" : textView.getHint();
    return isPassword(view) ? "•".repeat(text.length()) : text;
  }

  private static boolean isPassword(View view) {
    return view instanceof TextView text
        && (text.getTransformationMethod() instanceof PasswordTransformationMethod || text.isAnyPasswordInputType());
  }

  private static boolean isScrollable(View view) {
    return view.canScrollVertically(1)
        || view.canScrollVertically(-1)
        || view.canScrollHorizontally(1)
        || view.canScrollHorizontally(-1);
  }

  private static String resourceId(View view) {
    if (view.getTag() instanceof SystemViewId id) return id.resourceId();
    if (view.getId() == View.NO_ID || view.getResources() == null) return "";
    try {
      return view.getResources().getResourceName(view.getId());
    } catch (Resources.NotFoundException e) {
      return ""; // An id made at run time has no name.
    }
  }

  private static String bounds(int left, int top, int right, int bottom) {
    return "[" + left + "," + top + "][" + right + "," + bottom + "]";
  }

  /** Element name for a class: inner classes with a dot, anything that is no XML name replaced. */
  private static String tagName(String type) {
    String name = type.replace('$', '.').replaceAll("[^\\p{L}\\p{N}._-]", "_");
    return name.isEmpty() || !Character.isLetter(name.charAt(0)) ? "android.view.View" : name;
  }

  private void attribute(String name, boolean value) {
    attribute(name, Boolean.toString(value));
  }

  private void attribute(String name, CharSequence value) {
    out.append(' ').append(name).append("=\"");
    String text = value.toString();
    if (text.length() > MAX_TEXT) text = text.substring(0, MAX_TEXT);
    text.codePoints().forEach(this::escaped);
    out.append('"');
  }

  private void escaped(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\n' -> out.append("&#10;");
      case '\t' -> out.append("&#9;");
      case '\r' -> out.append("&#13;");
      default -> {
        if (isXmlCharacter(c)) out.appendCodePoint(c);
      }
    }
  }

  private static boolean isXmlCharacter(int c) {
    return c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 && c <= 0x10FFFF;
  }
}
