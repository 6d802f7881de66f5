package com.linxian.grocer;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.ArrayAdapter;
import android.widget.ListView;

/** What the market has today. */
public final class MarketActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.market);
    ListView list = findViewById(R.id.goods);
    list.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, Goods.names()));
    list.setOnItemClickListener(
        (parent, view, position, id) ->
            startActivity(new Intent(this, ItemActivity.class).putExtra(ItemActivity.INDEX, position)));
  }
}
