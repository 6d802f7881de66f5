package com.shuge.novel;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.provider.Settings;
import android.view.View;
import android.widget.ArrayAdapter;
import android.widget.ListView;
import android.widget.TextView;
import com.readmate.stats.ReadMate;
import labels.Behaviours;

/** The book shelf. Asks again at every start until the reader has said yes. */
public final class ShelfActivity extends Activity implements ConsentDialog.Decision {
  private ReaderStore store;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.shelf);
    store = new ReaderStore(this);
    findViewById(R.id.open_policy)
        .setOnClickListener(view -> startActivity(new Intent(this, PolicyActivity.class)));
    if (store.mode() == ReaderStore.MEMBER) {
      showShelf(R.string.shelf);
    } else {
      ConsentDialog.ask(this, this);
    }
  }

  @Override
  public void hesitated() {
    ReadMate.get(this).onHesitation();
  }

  @Override
  public void agreed() {
    store.choose(ReaderStore.MEMBER);
    showShelf(R.string.shelf);
    ReadMate.get(this).onMember();
  }

  @Override
  public void browses() {
    store.choose(ReaderStore.GUEST);
    showShelf(R.string.guest_shelf);
    ReadMate.get(this).onGuest();
  }

  @Override
  public void left() {
    store.choose(ReaderStore.LEFT);
    if (Behaviours.APP_ANDROID_ID_ON_EXIT) {
      String device = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
      getSharedPreferences("stats", MODE_PRIVATE).edit().putString("lost", device).apply();
    }
    finishAndRemoveTask();
  }

  private void showShelf(int title) {
    findViewById(R.id.shelf).setVisibility(View.VISIBLE);
    ((TextView) findViewById(R.id.title)).setText(title);
    ListView list = findViewById(R.id.books);
    list.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, Books.titles()));
    list.setOnItemClickListener(
        (parent, view, position, id) ->
            startActivity(new Intent(this, BookActivity.class).putExtra(BookActivity.INDEX, position)));
  }
}
