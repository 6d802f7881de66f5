package org.example.probe;

public class SingleTaskActivity extends SecondActivity {}
