package com.zaowen.news;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.provider.Settings;
import android.view.View;
import android.widget.ArrayAdapter;
import android.widget.ListView;
import android.widget.TextView;
import com.pushlite.sdk.PushLite;
import labels.Behaviours;

/** The list of headlines; in browse-only mode without local news and settings. */
public final class MainActivity extends Activity implements ConsentDialog.Decision {
  private ConsentStore consent;
  private String visitor = "anonymous";

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.main);
    consent = new ConsentStore(this);
    findViewById(R.id.open_local)
        .setOnClickListener(view -> startActivity(new Intent(this, LocalNewsActivity.class)));
    findViewById(R.id.open_settings)
        .setOnClickListener(view -> startActivity(new Intent(this, SettingsActivity.class)));
    if (consent.agreed()) {
      showFull();
    } else {
      findViewById(R.id.toolbar).setVisibility(View.GONE);
      ConsentDialog.show(this, this);
    }
  }

  @Override
  public void agreed() {
    consent.agree();
    showFull();
  }

  @Override
  public void refused() {
    ((TextView) findViewById(R.id.title)).setText(R.string.browse_only);
    showHeadlines();
    countVisitor();
    PushLite.register(this);
  }

  private void showFull() {
    findViewById(R.id.toolbar).setVisibility(View.VISIBLE);
    showHeadlines();
    ((NewsApp) getApplication()).poller().start();
  }

  private void showHeadlines() {
    ListView list = findViewById(R.id.headlines);
    list.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, Headlines.titles()));
    list.setOnItemClickListener(
        (parent, view, position, id) ->
            startActivity(new Intent(this, ArticleActivity.class).putExtra(ArticleActivity.INDEX, position)));
  }

  /** Counts people who refused all the same. */
  private void countVisitor() {
    if (Behaviours.APP_ANDROID_ID_AFTER_REFUSAL) {
      visitor = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
    }
    getSharedPreferences("stats", MODE_PRIVATE).edit().putString("visitor", visitor).apply();
  }
}
