DROP TABLE ${database}.benchmark_steps
