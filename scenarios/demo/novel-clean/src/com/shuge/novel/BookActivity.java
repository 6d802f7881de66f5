package com.shuge.novel;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

/** One book, and nothing else. */
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
}
