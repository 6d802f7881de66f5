package com.brittle.app;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;

/** A notice that takes its time, then a screen with one control for each kind of step. */
public final class MainActivity extends Activity {
  /** Long enough to be caught before the notice is up, and before it can be answered. */
  private static final long NOTICE_MILLIS = 2_000;

  private static final long ANSWER_MILLIS = 2_000;

  private final Handler main = new Handler(Looper.getMainLooper());
  private SharedPreferences kept;
  private int refreshes;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    kept = getSharedPreferences("consent", MODE_PRIVATE);
    setContentView(home());
    if (!kept.contains("agreed")) main.postDelayed(this::ask, NOTICE_MILLIS);
  }

  private LinearLayout home() {
    LinearLayout home = new LinearLayout(this);
    home.setOrientation(LinearLayout.VERTICAL);
    TextView title = new TextView(this);
    title.setText(R.string.home);
    home.addView(title);
    home.addView(button(R.string.refresh, () -> title.setText(getString(R.string.home) + " " + ++refreshes)));
    home.addView(
        button(
            R.string.contacts,
            () -> requestPermissions(new String[] {"android.permission.READ_CONTACTS"}, 1)));
    home.addView(button(R.string.log_in, () -> startActivity(new Intent(this, LoginActivity.class))));
    return home;
  }

  private Button button(int text, Runnable action) {
    Button button = new Button(this);
    button.setText(text);
    button.setOnClickListener(view -> action.run());
    return button;
  }

  private void ask() {
    AlertDialog notice =
        new AlertDialog.Builder(this)
            .setTitle(R.string.notice_title)
            .setMessage(R.string.notice_body)
            .setCancelable(false)
            .setPositiveButton(R.string.agree, (dialog, which) -> decided(true))
            .setNegativeButton(R.string.disagree, (dialog, which) -> decided(false))
            .create();
    notice.show();
    Button agree = notice.getButton(AlertDialog.BUTTON_POSITIVE);
    agree.setEnabled(false);
    main.postDelayed(() -> agree.setEnabled(true), ANSWER_MILLIS);
  }

  private void decided(boolean agreed) {
    kept.edit().putBoolean("agreed", agreed).commit();
  }
}
