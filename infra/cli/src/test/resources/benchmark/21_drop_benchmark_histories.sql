DROP TABLE ${database}.benchmark_histories
