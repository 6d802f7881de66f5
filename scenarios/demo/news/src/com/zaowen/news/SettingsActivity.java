package com.zaowen.news;

import android.app.Activity;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Intent;
import android.os.Bundle;
import android.widget.EditText;

/** Settings and the feedback form. */
public final class SettingsActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.settings);
    findViewById(R.id.paste).setOnClickListener(view -> paste());
    findViewById(R.id.open_policy)
        .setOnClickListener(view -> startActivity(new Intent(this, PolicyActivity.class)));
  }

  private void paste() {
    ClipData clip = getSystemService(ClipboardManager.class).getPrimaryClip();
    if (clip != null && clip.getItemCount() > 0) {
      ((EditText) findViewById(R.id.feedback)).append(clip.getItemAt(0).coerceToText(this));
    }
  }
}
