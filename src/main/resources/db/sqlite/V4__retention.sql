-- What is too old is looked for every few seconds, on the thread that writes: never by reading a whole table.
create index once_by_time on once (at);
create index delivery_by_time on delivery (observed);
create index evidence_by_time on evidence (at);
