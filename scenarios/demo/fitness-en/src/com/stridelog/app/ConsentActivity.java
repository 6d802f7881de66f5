package com.stridelog.app;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.provider.Settings;
import android.view.View;
import android.widget.CheckBox;

/** The welcome screen: nothing is ticked, and saying no is one tap. */
public final class ConsentActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.consent);
    View proceed = findViewById(R.id.consent_continue);
    ((CheckBox) findViewById(R.id.consent_check))
        .setOnCheckedChangeListener((box, checked) -> proceed.setEnabled(checked));
    proceed.setOnClickListener(view -> agree());
    findViewById(R.id.consent_decline).setOnClickListener(view -> decide(Choice.DECLINED));
    findViewById(R.id.read_policy)
        .setOnClickListener(view -> startActivity(new Intent(this, PolicyActivity.class)));
  }

  @Override
  public void onBackPressed() {
    moveTaskToBack(true);
  }

  private void agree() {
    String id = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
    getSharedPreferences("log", MODE_PRIVATE).edit().putString("owner", id).apply();
    decide(Choice.AGREED);
  }

  private void decide(int choice) {
    new Choice(this).set(choice);
    finish();
  }
}
