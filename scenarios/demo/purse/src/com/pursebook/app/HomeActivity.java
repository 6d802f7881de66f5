package com.pursebook.app;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.TextView;

/** The household book. Whoever declined or withdrew keeps the book itself. */
public final class HomeActivity extends Activity implements ConsentDialog.Decision {
  private static final int[] NEED_CONSENT = {R.id.split, R.id.offers, R.id.privacy};

  private boolean asked;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.home);
    open(R.id.month, MonthActivity.class);
    open(R.id.expense, ExpenseActivity.class);
    open(R.id.split, SplitActivity.class);
    open(R.id.offers, OffersActivity.class);
    open(R.id.privacy, PrivacyActivity.class);
  }

  @Override
  protected void onResume() {
    super.onResume();
    Choice choice = new Choice(this);
    boolean due = Renewal.isDue(choice);
    if (choice.get() != Choice.NONE && !due) {
      show();
    } else if (!asked) {
      asked = true;
      ConsentDialog.ask(this, due ? Renewal.TITLE : R.string.consent_title, this);
    }
  }

  @Override
  public void onWindowFocusChanged(boolean focused) {
    super.onWindowFocusChanged(focused);
    if (focused) {
      Amounts.onHome(this);
    }
  }

  @Override
  public void agreed() {
    new Choice(this).set(Choice.AGREED);
    ((PurseApp) getApplication()).agreed();
    show();
  }

  @Override
  public void declined() {
    new Choice(this).set(Choice.DECLINED);
    show();
  }

  private void show() {
    boolean agreed = new Choice(this).get() == Choice.AGREED;
    findViewById(R.id.home).setVisibility(View.VISIBLE);
    ((TextView) findViewById(R.id.title)).setText(agreed ? R.string.home_title : R.string.local_title);
    for (int id : NEED_CONSENT) {
      findViewById(id).setVisibility(agreed ? View.VISIBLE : View.GONE);
    }
  }

  private void open(int id, Class<? extends Activity> screen) {
    findViewById(id).setOnClickListener(view -> startActivity(new Intent(this, screen)));
  }
}
