package org.example.probe;

public class SingleTopActivity extends SecondActivity {}
