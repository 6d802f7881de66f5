package com.pursebook.app;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.os.Bundle;
import android.provider.Settings;
import android.view.View;
import android.widget.TextView;

/** Where consent is taken back, as easily as it was given. */
public final class PrivacyActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.privacy);
    findViewById(R.id.read_policy)
        .setOnClickListener(view -> startActivity(new Intent(this, PolicyActivity.class)));
    findViewById(R.id.privacy_back).setOnClickListener(view -> finish());
    findViewById(R.id.withdraw).setOnClickListener(view -> confirm());
  }

  /** Names the device whose data would be erased; the consent still stands until the second tap. */
  private void confirm() {
    String device = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
    new AlertDialog.Builder(this)
        .setTitle(R.string.withdraw_title)
        .setMessage(R.string.withdraw_body)
        .setPositiveButton(R.string.withdraw_confirm, (dialog, which) -> withdraw(device))
        .setNegativeButton(R.string.withdraw_keep, null)
        .show();
  }

  private void withdraw(String device) {
    new Choice(this).set(Choice.WITHDRAWN);
    ((TextView) findViewById(R.id.privacy_status)).setText(R.string.status_withdrawn);
    findViewById(R.id.withdraw).setVisibility(View.GONE);
    getSharedPreferences("erase", MODE_PRIVATE).edit().putInt("length", String.valueOf(device).length()).apply();
    ((PurseApp) getApplication()).withdrawn();
  }
}
