package com.pursebook.app;

import android.app.Activity;
import android.widget.TextView;

/** A screen of a title, a text and a way back. */
final class Page {
  private final Activity activity;

  Page(Activity activity, int title) {
    this.activity = activity;
    activity.setContentView(R.layout.page);
    ((TextView) activity.findViewById(R.id.page_title)).setText(title);
    activity.findViewById(R.id.page_back).setOnClickListener(view -> activity.finish());
  }

  void say(int text) {
    ((TextView) activity.findViewById(R.id.page_body)).setText(text);
  }
}
