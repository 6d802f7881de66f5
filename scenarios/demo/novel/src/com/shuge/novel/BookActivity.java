package com.shuge.novel;

import android.app.Activity;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.os.Bundle;
import android.widget.TextView;
import labels.Behaviours;

/** One book. Looks for an invitation code in the clipboard, which reading does not need. */
public final class BookActivity extends Activity {
  static final String INDEX = "index";

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.page);
    int index = getIntent().getIntExtra(INDEX, 0);
    ((TextView) findViewById(R.id.page_title)).setText(Books.titles()[index]);
    ((TextView) findViewById(R.id.page_body)).setText(Books.chapter(index));
    findViewById(R.id.page_back).setOnClickListener(view -> finish());
  }

  @Override
  public void onWindowFocusChanged(boolean focused) {
    super.onWindowFocusChanged(focused);
    if (Behaviours.CLIPBOARD_ON_BOOK && focused && new ReaderStore(this).mode() == ReaderStore.MEMBER) {
      ClipData clip = getSystemService(ClipboardManager.class).getPrimaryClip();
      String code = clip == null ? "" : String.valueOf(clip.getItemAt(0).getText());
      getSharedPreferences("stats", MODE_PRIVATE).edit().putInt("code", code.length()).apply();
    }
  }
}
