package com.stridelog.app;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.TextView;
import io.adnest.sdk.AdNest;

/** The day's plan; without consent only the training plans. */
public final class HomeActivity extends Activity {
  private boolean asked;
  private boolean shown;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.home);
    findViewById(R.id.start_workout)
        .setOnClickListener(view -> startActivity(new Intent(this, WorkoutActivity.class)));
  }

  @Override
  protected void onResume() {
    super.onResume();
    int choice = new Choice(this).get();
    if (choice == Choice.NONE) {
      if (!asked) {
        asked = true;
        startActivity(new Intent(this, ConsentActivity.class));
      }
      return;
    }
    if (shown) {
      return;
    }
    shown = true;
    if (choice == Choice.AGREED) {
      ((TextView) findViewById(R.id.home_title)).setText(R.string.home_title);
      findViewById(R.id.start_workout).setVisibility(View.VISIBLE);
      AdNest.startBanners(this);
    } else {
      ((TextView) findViewById(R.id.home_title)).setText(R.string.plans_title);
      AdNest.loadBanner(this);
    }
  }
}
