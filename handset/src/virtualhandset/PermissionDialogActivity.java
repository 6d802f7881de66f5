package virtualhandset;

import android.app.Activity;
import android.app.Dialog;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.graphics.Color;
import android.graphics.drawable.GradientDrawable;
import android.os.Bundle;
import android.view.ContextThemeWrapper;
import android.view.Gravity;
import android.view.View;
import android.view.ViewGroup;
import android.view.Window;
import android.view.WindowManager;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;
import java.util.HashMap;
import java.util.Map;

/** The system's dialog for runtime permissions: one question per permission group, then the answers to the app. */
public final class PermissionDialogActivity extends Activity {
  /** Package that owns these windows on a phone. */
  static final String PACKAGE = "com.android.permissioncontroller";

  private static final String NAMES = "android.content.pm.extra.REQUEST_PERMISSIONS_NAMES";
  private static final String RESULTS = "android.content.pm.extra.REQUEST_PERMISSIONS_RESULTS";
  private static final int CARD_MARGIN_DP = 24;
  private static final int CARD_RADIUS_DP = 28;

  private final Map<PermissionGroup, Boolean> answers = new HashMap<>();
  private String[] requested = {};
  private boolean chinese;
  private Dialog dialog;

  @Override
  protected void onCreate(Bundle state) {
    setTheme(android.R.style.Theme_Translucent_NoTitleBar);
    super.onCreate(state);
    String[] names = getIntent().getStringArrayExtra(NAMES);
    if (names != null) requested = names;
    chinese = getResources().getConfiguration().getLocales().get(0).getLanguage().equals("zh");
    askNext();
  }

  @Override
  protected void onDestroy() {
    if (dialog != null) dialog.dismiss();
    super.onDestroy();
  }

  private static Permissions permissions() {
    return HandsetProcess.instance().permissions();
  }

  private void askNext() {
    for (String permission : requested) {
      PermissionGroup group = PermissionGroup.of(permission);
      if (group == null || answers.containsKey(group)) continue;
      if (permissions().decide(permission) != Permissions.Decision.ASK) continue;
      ask(group);
      return;
    }
    answer();
  }

  private void answer() {
    int[] results = new int[requested.length];
    for (int i = 0; i < requested.length; i++) {
      boolean granted = permissions().decide(requested[i]) == Permissions.Decision.GRANTED;
      results[i] = granted ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_DENIED;
    }
    setResult(RESULT_OK, new Intent().putExtra(NAMES, requested).putExtra(RESULTS, results));
    finish();
  }

  private void decide(PermissionGroup group, boolean granted) {
    answers.put(group, granted);
    for (String permission : requested) {
      if (PermissionGroup.of(permission) != group) continue;
      if (permissions().decide(permission) != Permissions.Decision.ASK) continue;
      if (granted) permissions().grant(permission);
      else permissions().deny(permission);
    }
    dialog.dismiss();
    askNext();
  }

  private void ask(PermissionGroup group) {
    LinearLayout card = new LinearLayout(this);
    card.setOrientation(LinearLayout.VERTICAL);
    int pad = dp(CARD_MARGIN_DP);
    card.setPadding(pad, pad, pad, pad);
    GradientDrawable background = new GradientDrawable();
    background.setColor(Color.WHITE);
    background.setCornerRadius(dp(CARD_RADIUS_DP));
    card.setBackground(background);

    TextView message = new TextView(this);
    message.setText(group.question(HandsetProcess.instance().appLabel(), chinese));
    message.setTextColor(Color.BLACK);
    message.setTextSize(20);
    message.setGravity(Gravity.CENTER_HORIZONTAL);
    message.setPadding(0, 0, 0, pad);
    add(card, message, "permission_message");

    if (group.asksForegroundOnly()) {
      button(card, "permission_allow_foreground_only_button", "While using the app", "仅在使用该应用时允许", group, true);
      button(card, "permission_allow_one_time_button", "Only this time", "仅限这一次", group, true);
    } else button(card, "permission_allow_button", "Allow", "允许", group, true);
    button(card, "permission_deny_button", "Don’t allow", "不允许", group, false);
    show(card);
  }

  private void button(ViewGroup card, String id, String english, String zh, PermissionGroup group, boolean grants) {
    Button button = new Button(new ContextThemeWrapper(this, android.R.style.Theme_Material_Light));
    button.setText(chinese ? zh : english);
    button.setAllCaps(false);
    button.setOnClickListener(view -> decide(group, grants));
    add(card, button, id);
  }

  private static void add(ViewGroup card, View view, String id) {
    view.setTag(new SystemViewId(PACKAGE + ":id/" + id));
    card.addView(view, new LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.WRAP_CONTENT));
  }

  private void show(View card) {
    dialog = new Dialog(this, android.R.style.Theme_Material_Light_Dialog_NoActionBar);
    dialog.requestWindowFeature(Window.FEATURE_NO_TITLE);
    dialog.setCancelable(false);
    int width = getResources().getDisplayMetrics().widthPixels - 2 * dp(CARD_MARGIN_DP);
    dialog.setContentView(card, new ViewGroup.LayoutParams(width, ViewGroup.LayoutParams.WRAP_CONTENT));
    Window window = dialog.getWindow();
    window.setBackgroundDrawable(null);
    window.setGravity(Gravity.CENTER);
    window.addFlags(WindowManager.LayoutParams.FLAG_DIM_BEHIND);
    dialog.show();
  }

  private int dp(int value) {
    return Math.round(value * getResources().getDisplayMetrics().density);
  }
}
