package com.pursebook.app;

import android.app.Activity;
import android.os.Bundle;

/** This month's sums, from the book alone. */
public final class MonthActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Page(this, R.string.month).say(R.string.month_body);
  }
}
