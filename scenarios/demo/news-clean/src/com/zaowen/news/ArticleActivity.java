package com.zaowen.news;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

/** One story, and nothing else. */
public final class ArticleActivity extends Activity {
  static final String INDEX = "index";

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.article);
    int index = getIntent().getIntExtra(INDEX, 0);
    ((TextView) findViewById(R.id.article_title)).setText(Headlines.titles()[index]);
    ((TextView) findViewById(R.id.article_body)).setText(Headlines.body(index));
    findViewById(R.id.article_back).setOnClickListener(view -> finish());
  }
}
